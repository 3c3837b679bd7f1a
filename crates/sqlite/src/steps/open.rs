//! Makes a pool.

use crate::statements::Statements;

/// Makes a pool, unless there is one with this name.
pub(crate) fn open_pool(sql: &mut Statements<'_>, name: &str) -> rusqlite::Result<()> {
    sql.open_pool.execute([name]).map(|_| ())
}
