/* A SQLite VFS that records what a program asks of its disk.
 *
 * It becomes the default VFS of the SQLite that loads it, passes every call on to
 * the platform's own VFS, and while a trace is open appends one record for each
 * create, write, truncate, sync, delete and directory sync, in order. It changes
 * nothing that the program sees; what a power cut could leave of a trace is worked
 * out in disk.py and cut.py.
 *
 * SQL functions of the connection that loaded it:
 *   trace_start(path, seed)  opens a trace; `seed` fixes SQLite's random numbers
 *   trace_mark(number)       notes that the program got an answer
 *   trace_stop()             closes it; returns the number of records
 *
 * A record: kind (1 byte), length of the name (1), offset (8), length (4), name,
 * data; integers are little-endian. Kinds: O open with create, W write, T truncate
 * (offset is the size), S sync, D delete, Y directory sync, M mark (offset is the
 * number). A name is a file's last path component, a folder's is empty.
 *
 * One thread, one trace. What goes round the VFS is not seen: the -shm file (it does
 * not survive a power cut) and memory-mapped writes (the store maps nothing; run.py
 * compares the replayed trace with the real files).
 */
#include <stdio.h>
#include <string.h>

#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

static sqlite3_vfs *real;    /* the platform's VFS */
static sqlite3_vfs recorder; /* ours */
static int (*real_open_directory)(const char *, int *);

static FILE *trace;
static sqlite3_int64 records;
static int trace_failed;
static sqlite3_uint64 random_state;

/* -- the trace ------------------------------------------------------------- */

static const char *last_component(const char *path) {
  const char *slash = path ? strrchr(path, '/') : 0;
  return slash ? slash + 1 : path ? path : "";
}

static void put_integer(unsigned char *at, sqlite3_uint64 value, int bytes) {
  for (int i = 0; i < bytes; i++) at[i] = (unsigned char)(value >> (8 * i));
}

static void record(char kind, const char *name, sqlite3_int64 offset,
                   const void *data, int length) {
  unsigned char head[14];
  size_t name_length = strlen(name);
  if (!trace) return;
  if (name_length > 255) {
    trace_failed = 1;
    return;
  }
  head[0] = (unsigned char)kind;
  head[1] = (unsigned char)name_length;
  put_integer(head + 2, (sqlite3_uint64)offset, 8);
  put_integer(head + 10, (sqlite3_uint64)length, 4);
  if (fwrite(head, sizeof head, 1, trace) != 1 ||
      fwrite(name, 1, name_length, trace) != name_length ||
      fwrite(data ? data : "", 1, (size_t)length, trace) != (size_t)length)
    trace_failed = 1;
  records++;
}

/* -- files ------------------------------------------------------------------ */

typedef struct File {
  sqlite3_file base;
  const char *name;
  sqlite3_file *inner; /* lies behind this struct */
} File;

#define INNER(file) (((File *)(file))->inner)
#define PASS(file, method, ...) (INNER(file)->pMethods->method(INNER(file), __VA_ARGS__))

static int file_close(sqlite3_file *file) {
  int rc = INNER(file)->pMethods->xClose(INNER(file));
  file->pMethods = 0;
  return rc;
}

static int file_read(sqlite3_file *file, void *to, int length, sqlite3_int64 offset) {
  return PASS(file, xRead, to, length, offset);
}

/* A call that failed may still have reached the disk: record it first. */
static int file_write(sqlite3_file *file, const void *from, int length,
                      sqlite3_int64 offset) {
  record('W', ((File *)file)->name, offset, from, length);
  return PASS(file, xWrite, from, length, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  record('T', ((File *)file)->name, size, 0, 0);
  return PASS(file, xTruncate, size);
}

/* A sync holds from its return on. The folder's, if any, comes after the file's.
 * Without a trace nothing is made durable: a check of a state proves nothing by it. */
static int file_sync(sqlite3_file *file, int flags) {
  if (!trace) return SQLITE_OK;
  record('S', ((File *)file)->name, flags, 0, 0);
  return PASS(file, xSync, flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return PASS(file, xFileSize, size);
}

static int file_lock(sqlite3_file *file, int level) { return PASS(file, xLock, level); }

static int file_unlock(sqlite3_file *file, int level) {
  return PASS(file, xUnlock, level);
}

static int file_check_lock(sqlite3_file *file, int *held) {
  return PASS(file, xCheckReservedLock, held);
}

static int file_control(sqlite3_file *file, int op, void *argument) {
  return PASS(file, xFileControl, op, argument);
}

static int file_sector_size(sqlite3_file *file) {
  return INNER(file)->pMethods->xSectorSize(INNER(file));
}

static int file_characteristics(sqlite3_file *file) {
  return INNER(file)->pMethods->xDeviceCharacteristics(INNER(file));
}

static int file_shm_map(sqlite3_file *file, int region, int size, int extend,
                        void volatile **to) {
  return PASS(file, xShmMap, region, size, extend, to);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  return PASS(file, xShmLock, offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) {
  INNER(file)->pMethods->xShmBarrier(INNER(file));
}

static int file_shm_unmap(sqlite3_file *file, int remove) {
  return PASS(file, xShmUnmap, remove);
}

static int file_fetch(sqlite3_file *file, sqlite3_int64 offset, int length, void **to) {
  return PASS(file, xFetch, offset, length, to);
}

static int file_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *page) {
  return PASS(file, xUnfetch, offset, page);
}

static const sqlite3_io_methods file_methods = {
    3,               file_close,         file_read,
    file_write,      file_truncate,      file_sync,
    file_size,       file_lock,          file_unlock,
    file_check_lock, file_control,       file_sector_size,
    file_characteristics, file_shm_map,  file_shm_lock,
    file_shm_barrier, file_shm_unmap,    file_fetch,
    file_unfetch,
};

/* -- the VFS ---------------------------------------------------------------- */

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *file,
                    int flags, int *out_flags) {
  File *ours = (File *)file;
  (void)vfs;
  ours->base.pMethods = 0;
  ours->name = last_component(path);
  ours->inner = (sqlite3_file *)(ours + 1);
  if (flags & SQLITE_OPEN_CREATE) record('O', ours->name, flags, 0, 0);
  int rc = real->xOpen(real, path, ours->inner, flags, out_flags);
  if (rc == SQLITE_OK) {
    /* All unix files speak version 3; anything else is not what was tested. */
    if (ours->inner->pMethods->iVersion < 3) {
      ours->inner->pMethods->xClose(ours->inner);
      return SQLITE_CANTOPEN;
    }
    ours->base.pMethods = &file_methods;
  }
  return rc;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder) {
  (void)vfs;
  record('D', last_component(path), 0, 0, 0);
  return real->xDelete(real, path, trace ? sync_folder : 0);
}

/* While a trace is open random numbers follow its seed, so that a run repeats. */
static int vfs_randomness(sqlite3_vfs *vfs, int length, char *to) {
  (void)vfs;
  if (!trace) return real->xRandomness(real, length, to);
  for (int i = 0; i < length; i++) { /* xorshift64 */
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    to[i] = (char)(random_state >> 32);
  }
  return length;
}

/* The unix VFS opens a folder for one purpose only: to sync it. */
static int open_directory(const char *path, int *descriptor) {
  record('Y', "", 0, 0, 0);
  return real_open_directory(path, descriptor);
}

/* -- SQL functions ---------------------------------------------------------- */

static void trace_start(sqlite3_context *context, int count, sqlite3_value **values) {
  const char *path = (const char *)sqlite3_value_text(values[0]);
  (void)count;
  if (trace) {
    sqlite3_result_error(context, "a trace is open already", -1);
    return;
  }
  trace = path ? fopen(path, "wb") : 0;
  if (!trace) {
    sqlite3_result_error(context, "the trace cannot be written", -1);
    return;
  }
  records = 0;
  trace_failed = 0;
  /* Odd, so that it is never zero: xorshift would stay there. */
  random_state = (sqlite3_uint64)sqlite3_value_int64(values[1]) * 2 + 1;
  sqlite3_randomness(0, 0); /* forget the old seed */
}

static void trace_mark(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  if (!trace) {
    sqlite3_result_error(context, "no trace is open", -1);
    return;
  }
  record('M', "", sqlite3_value_int64(values[0]), 0, 0);
}

static void trace_stop(sqlite3_context *context, int count, sqlite3_value **values) {
  (void)count;
  (void)values;
  int failed = !trace || trace_failed;
  if (trace) failed |= fclose(trace) != 0;
  trace = 0;
  sqlite3_randomness(0, 0);
  if (failed)
    sqlite3_result_error(context, "the trace is not whole", -1);
  else
    sqlite3_result_int64(context, records);
}

static int add_functions(sqlite3 *db) {
  int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  int rc = sqlite3_create_function(db, "trace_start", 2, flags, 0, trace_start, 0, 0);
  if (rc == SQLITE_OK)
    rc = sqlite3_create_function(db, "trace_mark", 1, flags, 0, trace_mark, 0, 0);
  if (rc == SQLITE_OK)
    rc = sqlite3_create_function(db, "trace_stop", 0, flags, 0, trace_stop, 0, 0);
  return rc;
}

static int become_default(char **error) {
  real = sqlite3_vfs_find(0);
  if (!real || strcmp(real->zName, "unix") != 0 || real->iVersion < 3) {
    *error = sqlite3_mprintf("the default VFS is not the unix one");
    return SQLITE_ERROR;
  }
  real_open_directory =
      (int (*)(const char *, int *))real->xGetSystemCall(real, "openDirectory");
  if (!real_open_directory ||
      real->xSetSystemCall(real, "openDirectory",
                           (sqlite3_syscall_ptr)open_directory) != SQLITE_OK) {
    *error = sqlite3_mprintf("the syncs of folders cannot be seen");
    return SQLITE_ERROR;
  }
  recorder = *real; /* its other methods do not look at which VFS they are given */
  recorder.iVersion = 3;
  recorder.pNext = 0;
  recorder.zName = "recorder";
  recorder.szOsFile += (int)sizeof(File);
  recorder.xOpen = vfs_open;
  recorder.xDelete = vfs_delete;
  recorder.xRandomness = vfs_randomness;
  return sqlite3_vfs_register(&recorder, 1);
}

/* SQLite finds it by the file's name: vfs.so. */
int sqlite3_vfs_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  int rc = SQLITE_OK;
  if (!real) rc = become_default(error);
  if (rc == SQLITE_OK) rc = add_functions(db);
  return rc == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : rc;
}
