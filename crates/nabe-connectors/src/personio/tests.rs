//! Personio's mapping, from a page on the wire to the unified record.
