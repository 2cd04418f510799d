// Renders each SVG named on the command line to a PNG beside it, 320 px wide.
import { readFileSync, writeFileSync } from "node:fs";
import { Resvg } from "@resvg/resvg-js";

for (const path of process.argv.slice(2)) {
  const drawing = new Resvg(readFileSync(path, "utf8"), {
    fitTo: { mode: "width", value: 320 },
  });
  writeFileSync(path.replace(/\.svg$/, ".png"), drawing.render().asPng());
}
