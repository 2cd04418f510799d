"""The cloud's file and the demo data that comes into it."""

import json

import pytest

from sync.cloud import database
from sync.cloud.demo import DemoError, import_folder, is_demo
from sync.cloud.secrets import Secrets
from sync.cloud.sqlite import SqliteStorage
from sync.cloud.storage import StorageError


def test_an_affected_sqlite_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(database.sqlite, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(StorageError, match="corrupt"):
        SqliteStorage(tmp_path / "cloud.db")


def test_a_file_that_is_no_database_is_told_so(tmp_path):
    (tmp_path / "cloud.db").write_bytes(b"not a database at all " * 400)
    with pytest.raises(StorageError, match="not a database"):
        SqliteStorage(tmp_path / "cloud.db")


def test_a_failed_transaction_leaves_nothing_and_the_file_usable(cloud):
    with pytest.raises(StorageError), cloud.storage._db.writing() as db:
        db.execute("INSERT INTO device VALUES ('S', 'D', '')")
        db.execute("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(ZeroDivisionError), cloud.storage._db.writing() as db:
        db.execute("INSERT INTO device VALUES ('S', 'D', '')")
        raise ZeroDivisionError
    assert not cloud.storage.is_store("S")


def test_it_opens_again_with_what_it_had(cloud, chain_of, demo_folder):
    import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    before = cloud.storage.rows("S001", "catalogue")
    key = cloud.secrets.public_key
    cloud.close()
    cloud.open()
    assert cloud.storage.rows("S001", "catalogue") == before
    assert Secrets(cloud.folder / "secrets").public_key == key


def test_the_same_data_again_changes_nothing(cloud, demo_folder):
    folder = demo_folder.folder
    gallery = demo_folder.gallery()
    first = import_folder(cloud.storage, cloud.secrets, folder, gallery)
    assert first.store == "S001"
    assert first.changed > 10
    again = import_folder(cloud.storage, cloud.secrets, folder, gallery)
    assert again.changed == 0
    assert is_demo(cloud.storage, "S001")
    assert not is_demo(cloud.storage, "S002")


def test_changed_files_make_a_delta_with_tombstones(cloud, demo_folder):
    import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    mark = cloud.storage.changes("S001", "catalogue", 0, 10**6).server_seq
    demo_folder.catalogue["products"][0]["category"] = "milk"
    del demo_folder.catalogue["codes"][1]
    demo_folder.write()
    import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    delta = cloud.storage.changes("S001", "catalogue", mark, 10**6)
    assert [(row.kind, row.key, row.body is None) for row in delta.changes] == [
        ("product", "09520001001017", False),
        ("code", "4011", True),
    ]
    assert [row.server_seq for row in delta.changes] == [mark + 1, mark + 2]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("store"),
        lambda data: data.pop("products"),
        lambda data: data.update(products=[{}]),
        lambda data: data.update(codes=["x"]),
        lambda data: data.update(config=[1]),
    ],
)
def test_what_is_no_demo_data_is_told_so(cloud, demo_folder, spoil):
    spoil(demo_folder.catalogue)
    demo_folder.write()
    with pytest.raises(DemoError, match="not demo data"):
        import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    assert not cloud.storage.is_store("S001")


def test_a_file_that_is_no_json_is_told_so(cloud, demo_folder):
    (demo_folder.folder / "people.json").write_text("{")
    with pytest.raises(DemoError, match=r"people\.json: not JSON"):
        import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)


def test_a_secret_of_another_length_is_refused(tmp_path):
    (tmp_path / "S001").mkdir()
    (tmp_path / "S001" / "pepper").write_bytes(b"short")
    with pytest.raises(StorageError, match="32 bytes"):
        Secrets(tmp_path).of_store("S001")


def test_secrets_are_for_the_service_alone(cloud):
    cloud.secrets.of_store("S001")
    assert cloud.secrets.signing_key
    files = [path for path in (cloud.folder / "secrets").rglob("*") if path.is_file()]
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_pins_are_in_no_file_of_the_cloud(cloud, demo_folder):
    import_folder(cloud.storage, cloud.secrets, demo_folder.folder, None)
    person = demo_folder.people["staff"][0]
    for path in cloud.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert person["pin"].encode() not in data
            assert person["badge"].encode() not in data
            assert json.dumps(person["name"])[1:5].encode() not in data
