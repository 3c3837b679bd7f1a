//! The other half of `js/crossing/browser-records.js`: reads a browser's cookies, one text with all their texts and a row of numbers for each.

use crawler_session_core::jar::parse::browser_record::BrowserRecord;
use crawler_session_core::jar::parse::partition::CrossSiteAncestor;
use crawler_session_core::jar::request::domain::site_of;

use super::layout::browser_records as layout;
use crate::boundary::Text;
use crate::crossing::shared_text::SharedText;
use crate::crossing::text_cursor::TextCursor;

/// Numbers of a row, in the order in which `read_browser_records` reads them.
const FIELDS: usize = layout::FIELDS as usize;

/// Reads the records that `packBrowserCookies` of `js/crossing/browser-records.js` wrote.
pub fn read_browser_records<'a>(text: &'a Text, numbers: &[f64]) -> Vec<BrowserRecord<'a>> {
    let mut cursor = TextCursor::new(text);
    let mut shared: [SharedText<'a>; 4] = Default::default();
    let mut records = Vec::with_capacity(numbers.len() / FIELDS);
    for chunk in numbers.chunks_exact(FIELDS) {
        let &[name, value, url, partition, domain, path, same_site, priority, expires, flags, ancestor] = chunk else {
            continue;
        };
        let flags = flags as u32;
        let has = |flag: u32| flags & flag != 0;
        let mut record = BrowserRecord {
            name: cursor.take(name).unwrap_or_default(),
            value: cursor.take(value).unwrap_or_default(),
            url: cursor.take(url),
            partition: cursor.take(partition),
            expires,
            secure: has(layout::SECURE),
            http_only: has(layout::HTTP_ONLY),
            host_only: (flags & (layout::HOST_ONLY | layout::OF_DOMAIN) != 0).then(|| has(layout::HOST_ONLY)),
            has_opaque_partition: has(layout::OPAQUE_PARTITION),
            ancestor: match ancestor as u32 & !layout::OF_PROTOCOL {
                layout::ANCESTOR_YES => CrossSiteAncestor::Yes,
                layout::ANCESTOR_NO => CrossSiteAncestor::No,
                _ => CrossSiteAncestor::Unknown,
            },
            is_of_protocol: ancestor as u32 & layout::OF_PROTOCOL != 0,
            has_lone_surrogate: cursor.had_lone_surrogate(),
            ..BrowserRecord::default()
        };
        let places = [&mut record.domain, &mut record.path, &mut record.same_site, &mut record.priority];
        for ((place, text), length) in places.into_iter().zip(&mut shared).zip([domain, path, same_site, priority]) {
            *place = text.take(&mut cursor, length);
            record.has_lone_surrogate |= text.had_lone_surrogate();
        }
        records.push(record);
    }
    records
}

/// How many of the cookies seem to be of the first one's site.
pub fn count_of_first_site(records: &[BrowserRecord<'_>]) -> usize {
    let site = records.first().and_then(|first| first.domain).map(site_of).unwrap_or_default();
    records.iter().filter(|record| record.domain.is_none_or(|domain| domain.ends_with(site))).count()
}
