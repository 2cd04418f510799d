BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'ledger','0001_ledger','2026-11-22 10:42:40.227726+00:00');
CREATE TABLE basket(
        n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        closed INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "basket" VALUES(1,'b-3',0);
CREATE TABLE checkpoint(
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
        public_key BLOB NOT NULL, signature BLOB NOT NULL,
        PRIMARY KEY (epoch, seq), FOREIGN KEY (epoch, seq) REFERENCES entry) STRICT;
INSERT INTO "checkpoint" VALUES(0,3,X'F77DCA33D9339480D446D84F57B9E58CE138E25DD36387A94F1B1FC5226C08B7',X'D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A',X'775CAAB63A847A93FE5F52D5CABD2949A02BDE80243980F21641F44CBAF16FC32B60C47C850E980E2ACAB1EA859FD20D54E8CA888DC1DF7D3E82B000554D760D');
CREATE TABLE entry(
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, device TEXT NOT NULL,
        id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, business_date TEXT NOT NULL,
        at_utc TEXT NOT NULL, mono_ns INTEGER NOT NULL, v INTEGER NOT NULL,
        body TEXT NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (epoch, seq)) STRICT;
INSERT INTO "entry" VALUES(0,1,'S001-L1','019ce9bf-ff40-7705-8e24-ca6e64a21330','day_open','2026-03-14','2026-03-14T00:30:00.000000Z',1000000000,1,'{"date":"2026-03-14"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'B70E209C65A2E64008AFBA54AC734F3E96E47E5DB77FAE644BA65A0111CD8C81');
INSERT INTO "entry" VALUES(0,2,'S001-L1','019ce9bf-ff40-7141-aee8-10e8e0a20338','sale','2026-03-14','2026-03-14T00:30:00.000000Z',1000000000,1,'{"basket":"b-1","currency":"CNY","exponent":2,"generation":1,"lines":[{"base_grams":null,"discounts":[{"amount":100,"names":[["en","Off"]],"promotion":"p-1"}],"expiry":"","grams":null,"gross":1580,"id":"l-1","label":false,"lot":"","names":[["zh_CN","纯牛奶 1升"],["en","Pure milk 1 L"]],"net":1480,"parent":"","pieces":2,"product":"00000000000001","serial":"","tare_grams":0,"tax":170,"tax_class":"standard","unit":790},{"base_grams":1000,"discounts":[],"expiry":"","grams":735,"gross":879,"id":"l-2","label":false,"lot":"","names":[["zh_CN","纯牛奶 1升"],["en","Pure milk 1 L"]],"net":879,"parent":"","pieces":1,"product":"00000000000002","serial":"","tare_grams":0,"tax":73,"tax_class":"reduced","unit":1196}],"member":"","opened_at":"2026-03-14T00:29:00+00:00","paid_at":"2026-03-14T08:30:00+08:00","postings":[{"account":"tender:wechat","amount":2359},{"account":"sales:reduced","amount":-806},{"account":"sales:standard","amount":-1310},{"account":"tax:reduced","amount":-73},{"account":"tax:standard","amount":-170}],"profile":"CN/1","receipt_no":"A01-0-000001","savings":100,"tax_mode":"inclusive","taxes":[{"gross":879,"net":806,"rate_ppm":90000,"tax":73,"tax_class":"reduced"},{"gross":1480,"net":1310,"rate_ppm":130000,"tax":170,"tax_class":"standard"}],"tenders":[{"amount":2359,"intent":"i-1","kind":"wechat","order_no":"o-1","provider_ref":"ref"}],"total":2359}',X'B70E209C65A2E64008AFBA54AC734F3E96E47E5DB77FAE644BA65A0111CD8C81',X'B87BD936E158F668E80EFCCD9A4DECD48ED1F6B72BE838009AC500EEE804E5A0');
INSERT INTO "entry" VALUES(0,3,'S001-L1','019ce9bf-ff40-7e60-89ed-140be815823a','day_close','2026-03-14','2026-03-14T00:30:00.000000Z',1000000000,1,'{"date":"2026-03-14"}',X'B87BD936E158F668E80EFCCD9A4DECD48ED1F6B72BE838009AC500EEE804E5A0',X'F77DCA33D9339480D446D84F57B9E58CE138E25DD36387A94F1B1FC5226C08B7');
INSERT INTO "entry" VALUES(1,1,'S001-L1','019ceee6-5b40-76b1-a093-065921c203ea','epoch_opened','2026-03-15','2026-03-15T00:30:00.000000Z',1000000000,1,'{"epoch":0,"hash":"f77dca33d9339480d446d84f57b9e58ce138e25dd36387a94f1b1fc5226c08b7","reason":"fork","seq":3}',X'F77DCA33D9339480D446D84F57B9E58CE138E25DD36387A94F1B1FC5226C08B7',X'6E6C5E522AC1F0350E5F70F25B11F0F8AD83417613A8145F1DE25F3EF1677B28');
INSERT INTO "entry" VALUES(1,2,'S001-L1','019ce9bf-ff40-7067-a644-539cd01aaa58','sale','2026-03-14','2026-03-14T00:30:00.000000Z',1000000000,1,'{"basket":"b-2","currency":"CNY","exponent":2,"generation":1,"lines":[{"base_grams":null,"discounts":[{"amount":100,"names":[["en","Off"]],"promotion":"p-1"}],"expiry":"","grams":null,"gross":1580,"id":"l-1","label":false,"lot":"","names":[["zh_CN","纯牛奶 1升"],["en","Pure milk 1 L"]],"net":1480,"parent":"","pieces":2,"product":"00000000000001","serial":"","tare_grams":0,"tax":192,"tax_class":"standard","unit":790},{"base_grams":1000,"discounts":[],"expiry":"","grams":735,"gross":879,"id":"l-2","label":false,"lot":"","names":[["zh_CN","纯牛奶 1升"],["en","Pure milk 1 L"]],"net":879,"parent":"","pieces":1,"product":"00000000000002","serial":"","tare_grams":0,"tax":79,"tax_class":"reduced","unit":1196}],"member":"","opened_at":"2026-03-14T00:29:00+00:00","paid_at":"2026-03-14T08:30:00+08:00","postings":[{"account":"tender:wechat","amount":2630},{"account":"sales:reduced","amount":-879},{"account":"sales:standard","amount":-1480},{"account":"tax:reduced","amount":-79},{"account":"tax:standard","amount":-192}],"profile":"CN/1","receipt_no":"A01-1-000001","savings":100,"tax_mode":"exclusive","taxes":[{"gross":958,"net":879,"rate_ppm":90000,"tax":79,"tax_class":"reduced"},{"gross":1672,"net":1480,"rate_ppm":130000,"tax":192,"tax_class":"standard"}],"tenders":[{"amount":2630,"intent":"i-1","kind":"wechat","order_no":"o-1","provider_ref":"ref"}],"total":2630}',X'6E6C5E522AC1F0350E5F70F25B11F0F8AD83417613A8145F1DE25F3EF1677B28',X'D436AD367495253F9AE302F49248F1EF299D679D73A33C012A68FD7E8BA9B159');
CREATE TABLE journal(
        n INTEGER PRIMARY KEY AUTOINCREMENT, basket TEXT NOT NULL,
        v INTEGER NOT NULL, event TEXT NOT NULL, rejected TEXT NOT NULL) STRICT;
INSERT INTO "journal" VALUES(1,'b-3',1,'{"at":"2026-03-14T00:30:00+00:00","line_id":"l-1","type":"LineRemoved"}','');
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "meta" VALUES('schema_version','1');
INSERT INTO "meta" VALUES('min_reader','1');
INSERT INTO "meta" VALUES('device','S001-L1');
CREATE TABLE pin_attempt(
        n INTEGER PRIMARY KEY AUTOINCREMENT, staff_key TEXT NOT NULL,
        ok INTEGER NOT NULL, at_utc TEXT NOT NULL) STRICT;
CREATE TABLE posting(
        receipt_no TEXT NOT NULL REFERENCES sale, n INTEGER NOT NULL,
        account TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
        PRIMARY KEY (receipt_no, n)) STRICT;
INSERT INTO "posting" VALUES('A01-0-000001',1,'tender:wechat','CNY',2359);
INSERT INTO "posting" VALUES('A01-0-000001',2,'sales:reduced','CNY',-806);
INSERT INTO "posting" VALUES('A01-0-000001',3,'sales:standard','CNY',-1310);
INSERT INTO "posting" VALUES('A01-0-000001',4,'tax:reduced','CNY',-73);
INSERT INTO "posting" VALUES('A01-0-000001',5,'tax:standard','CNY',-170);
INSERT INTO "posting" VALUES('A01-1-000001',1,'tender:wechat','CNY',2630);
INSERT INTO "posting" VALUES('A01-1-000001',2,'sales:reduced','CNY',-879);
INSERT INTO "posting" VALUES('A01-1-000001',3,'sales:standard','CNY',-1480);
INSERT INTO "posting" VALUES('A01-1-000001',4,'tax:reduced','CNY',-79);
INSERT INTO "posting" VALUES('A01-1-000001',5,'tax:standard','CNY',-192);
CREATE TABLE sale(
        receipt_no TEXT PRIMARY KEY, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
        seq INTEGER NOT NULL, basket TEXT NOT NULL UNIQUE,
        business_date TEXT NOT NULL, currency TEXT NOT NULL, paid_at TEXT NOT NULL,
        total INTEGER NOT NULL, savings INTEGER NOT NULL,
        UNIQUE (epoch, number), FOREIGN KEY (epoch, seq) REFERENCES entry) STRICT;
INSERT INTO "sale" VALUES('A01-0-000001',0,1,2,'b-1','2026-03-14','CNY','2026-03-14T08:30:00+08:00',2359,100);
INSERT INTO "sale" VALUES('A01-1-000001',1,1,2,'b-2','2026-03-14','CNY','2026-03-14T08:30:00+08:00',2630,100);
CREATE TABLE sale_line(
        receipt_no TEXT NOT NULL REFERENCES sale, n INTEGER NOT NULL,
        id TEXT NOT NULL, product TEXT NOT NULL, tax_class TEXT NOT NULL,
        pieces INTEGER NOT NULL, grams INTEGER, gross INTEGER NOT NULL,
        discount INTEGER NOT NULL, net INTEGER NOT NULL, tax INTEGER NOT NULL,
        PRIMARY KEY (receipt_no, n)) STRICT;
INSERT INTO "sale_line" VALUES('A01-0-000001',1,'l-1','00000000000001','standard',2,NULL,1580,100,1480,170);
INSERT INTO "sale_line" VALUES('A01-0-000001',2,'l-2','00000000000002','reduced',1,735,879,0,879,73);
INSERT INTO "sale_line" VALUES('A01-1-000001',1,'l-1','00000000000001','standard',2,NULL,1580,100,1480,192);
INSERT INTO "sale_line" VALUES('A01-1-000001',2,'l-2','00000000000002','reduced',1,735,879,0,879,79);
CREATE TABLE tax_line(
        receipt_no TEXT NOT NULL REFERENCES sale, n INTEGER NOT NULL,
        tax_class TEXT NOT NULL, rate_ppm INTEGER NOT NULL, net INTEGER NOT NULL,
        tax INTEGER NOT NULL, gross INTEGER NOT NULL,
        PRIMARY KEY (receipt_no, n)) STRICT;
INSERT INTO "tax_line" VALUES('A01-0-000001',1,'reduced',90000,806,73,879);
INSERT INTO "tax_line" VALUES('A01-0-000001',2,'standard',130000,1310,170,1480);
INSERT INTO "tax_line" VALUES('A01-1-000001',1,'reduced',90000,879,79,958);
INSERT INTO "tax_line" VALUES('A01-1-000001',2,'standard',130000,1480,192,1672);
CREATE TABLE tender(
        receipt_no TEXT NOT NULL REFERENCES sale, n INTEGER NOT NULL,
        intent TEXT NOT NULL, kind TEXT NOT NULL, order_no TEXT NOT NULL,
        amount INTEGER NOT NULL, provider_ref TEXT NOT NULL,
        PRIMARY KEY (receipt_no, n)) STRICT;
INSERT INTO "tender" VALUES('A01-0-000001',1,'i-1','wechat','o-1',2359,'ref');
INSERT INTO "tender" VALUES('A01-1-000001',1,'i-1','wechat','o-1',2630,'ref');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX entry_kind ON entry(kind, epoch, seq);
CREATE TRIGGER entry_never_updated BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'a ledger entry is never changed'); END;
CREATE TRIGGER entry_never_deleted BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'a ledger entry is never deleted'); END;
CREATE INDEX sale_day ON sale(business_date);
CREATE INDEX basket_open ON basket(n) WHERE closed = 0;
CREATE INDEX journal_basket ON journal(basket, n);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('basket',1);
INSERT INTO "sqlite_sequence" VALUES('journal',1);
COMMIT;
