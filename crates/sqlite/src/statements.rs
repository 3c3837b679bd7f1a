//! All SQL of the steps, prepared once.
//!
//! Each names the index that it walks: SQLite has no statistics of the tables here, and preparing fails if the index is of no use to it.

use rusqlite::{Connection, Statement};

/// A struct of prepared statements.
macro_rules! statements {
    ($($(#[doc = $doc:literal])* $name:ident: $sql:expr;)*) => {
        /// The statements.
        pub(crate) struct Statements<'c> {
            /// How many bytes of states were written; whoever wants to know sets it to zero.
            pub(crate) bytes_of_states: usize,
            $($(#[doc = $doc])* pub(crate) $name: Statement<'c>,)*
        }

        impl<'c> Statements<'c> {
            /// Fails if the tables are not those that they should be.
            pub(crate) fn prepare(connection: &'c Connection) -> rusqlite::Result<Self> {
                Ok(Statements { bytes_of_states: 0, $($name: connection.prepare($sql)?,)* })
            }

            /// How many instructions of SQLite's virtual machine have run in all statements.
            #[cfg(test)]
            pub(crate) fn work(&self) -> i32 {
                [$(self.$name.get_status(rusqlite::StatementStatus::VmStep)),*].iter().sum()
            }

            #[cfg(test)]
            pub(crate) fn reset_work(&self) {
                $(self.$name.reset_status(rusqlite::StatementStatus::VmStep);)*
            }
        }
    };
}

/// The columns of a `Stored`: a `Record` in the order of its fields, whether it is counted as live, and when to check that.
macro_rules! columns {
    () => {
        "session.seq, session.fence, session.owner, session.lease_until, session.ready_at, session.used_at, \
         session.usable_until, session.reason, session.is_live, session.check_at"
    };
}

/// The first free record in an order.
macro_rules! first_free {
    ($index:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            ", session.id FROM session INDEXED BY ",
            $index,
            " WHERE pool = ?1 AND ",
            $rest,
            " LIMIT 1"
        )
    };
}

statements! {
    /// Waits until nobody else writes.
    begin: "BEGIN IMMEDIATE";
    commit: "COMMIT";
    rollback: "ROLLBACK";

    open_pool: "INSERT INTO pool (name) VALUES (?1) ON CONFLICT DO NOTHING";
    pool: "SELECT seq, live, turn, has_line, fence FROM pool WHERE name = ?1";
    add_live: "UPDATE pool SET live = live + ?2 WHERE seq = ?1";
    set_turn: "UPDATE pool SET turn = ?2 WHERE seq = ?1";
    set_fence: "UPDATE pool SET fence = max(fence, ?2) WHERE seq = ?1";

    has_to_check: "SELECT 1 FROM session INDEXED BY session_check WHERE pool = ?1 AND is_live = 1 AND check_at <= ?2 LIMIT 1";
    sweep_expired: "UPDATE session INDEXED BY session_check SET is_live = 0, at = NULL, line = NULL, \
        status = iif(lease_until > ?2, status, 'expired') \
        WHERE pool = ?1 AND is_live = 1 AND check_at <= ?2 AND usable_until <= ?2";
    check_later: "UPDATE session INDEXED BY session_check SET check_at = usable_until \
        WHERE pool = ?1 AND is_live = 1 AND check_at <= ?2";
    has_ended: "SELECT 1 FROM session INDEXED BY session_at \
        WHERE pool = ?1 AND status IN ('in use', 'cooling') AND at <= ?2 LIMIT 1";
    sweep_ended: "UPDATE session INDEXED BY session_at SET status = 'free', at = used_at, line = iif(?3, seq, NULL) \
        WHERE pool = ?1 AND status IN ('in use', 'cooling') AND at <= ?2";
    keep_line: "UPDATE pool SET has_line = 1 WHERE seq = ?1";
    line_up: "UPDATE session INDEXED BY session_at SET line = seq WHERE pool = ?1 AND status = 'free' AND at IS NOT NULL";

    least_recently_used: first_free!("session_at", "status = 'free' AND at IS NOT NULL ORDER BY at");
    most_recently_used: first_free!("session_at", "status = 'free' AND at IS NOT NULL ORDER BY at DESC");
    free_from: first_free!("session_line", "line >= ?2 ORDER BY line");
    last_free: first_free!("session_line", "line IS NOT NULL ORDER BY line DESC");
    random: "SELECT random()";
    next_free_at: "SELECT min(at) FROM ( \
        SELECT min(at) AS at FROM session INDEXED BY session_at WHERE pool = ?1 AND status = 'in use' AND at IS NOT NULL \
        UNION ALL \
        SELECT min(at) FROM session INDEXED BY session_at WHERE pool = ?1 AND status = 'cooling' AND at IS NOT NULL)";

    by_id: concat!("SELECT ", columns!(), " FROM session INDEXED BY session_id WHERE pool = ?1 AND id = ?2");
    insert: "INSERT INTO session \
        (pool, id, status, at, line, is_live, check_at, fence, owner, lease_until, ready_at, used_at, usable_until, reason) \
        VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    set_line: "UPDATE session SET line = seq WHERE seq = ?1";
    update: "UPDATE session SET status = ?2, at = ?3, line = ?4, fence = ?5, owner = ?6, lease_until = ?7, ready_at = ?8, \
        used_at = ?9, usable_until = ?10, reason = ?11 WHERE seq = ?1";
    /// Apart from the rest: it is seldom needed, and writes an index.
    update_life: "UPDATE session SET is_live = ?2, check_at = ?3 WHERE seq = ?1";
    delete: "DELETE FROM session WHERE seq = ?1";
    ended: "SELECT seq, fence, is_live FROM session INDEXED BY session_order \
        WHERE pool = ?1 AND (reason IS NOT NULL OR usable_until <= ?2) AND lease_until <= ?2";

    state: "SELECT text FROM state WHERE seq = ?1";
    insert_state: "INSERT INTO state (seq, text) VALUES (?1, ?2)";
    update_state: "UPDATE state SET text = ?2 WHERE seq = ?1";
    delete_state: "DELETE FROM state WHERE seq = ?1";

    get: concat!("SELECT ", columns!(), ", session.id, state.text \
        FROM session INDEXED BY session_id JOIN pool ON pool.seq = session.pool JOIN state ON state.seq = session.seq \
        WHERE pool.name = ?1 AND session.id = ?2");
    list: concat!("SELECT ", columns!(), ", session.id, NULL \
        FROM pool JOIN session INDEXED BY session_order ON session.pool = pool.seq \
        WHERE pool.name = ?1 AND session.seq > ?2 ORDER BY session.seq LIMIT ?3");
    list_with_states: concat!("SELECT ", columns!(), ", session.id, state.text \
        FROM pool JOIN session INDEXED BY session_order ON session.pool = pool.seq JOIN state ON state.seq = session.seq \
        WHERE pool.name = ?1 AND session.seq > ?2 ORDER BY session.seq LIMIT ?3");
    all: concat!("SELECT ", columns!(), " FROM session INDEXED BY session_order JOIN pool ON pool.seq = session.pool \
        WHERE pool.name = ?1");
}
