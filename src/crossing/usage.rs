//! The other half of `js/crossing/usage.js`: the counters and limits of a new session, one number each.

use crawler_session_core::session::usage::Usage;

use super::layout::usage as layout;

/// Reads the numbers; what is missing is 0.
pub fn read_usage(numbers: &[f64]) -> Usage {
    let at = |field: u32| numbers.get(field as usize).copied().unwrap_or_default();
    Usage {
        max_age_secs: at(layout::MAX_AGE_SECS),
        max_error_score: at(layout::MAX_ERROR_SCORE),
        error_score_decrement: at(layout::ERROR_SCORE_DECREMENT),
        created_at: at(layout::CREATED_AT),
        expires_at: at(layout::EXPIRES_AT),
        usage_count: at(layout::USAGE_COUNT),
        error_score: at(layout::ERROR_SCORE),
        error_count: at(layout::ERROR_COUNT),
        max_usage_count: at(layout::MAX_USAGE_COUNT),
        retired: at(layout::RETIRED) != 0.0,
    }
}
