//! Values of enumerations that stand in several places of the model.
//!
//! Each list is sorted, so that a value is found by halving. Must not know any provider.

/// Countries, ISO 3166 alpha-2.
#[rustfmt::skip] // a table
pub static COUNTRIES: &[&str] = &[
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AZ", "BA",
    "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT",
    "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO",
    "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG",
    "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF", "GG",
    "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN",
    "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO",
    "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI",
    "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML",
    "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC",
    "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG", "PH",
    "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA",
    "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST",
    "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR",
    "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN",
    "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
];

/// Languages, ISO 639-2.
#[rustfmt::skip] // a table
pub static LANGUAGES: &[&str] = &[
    "aar", "afr", "amh", "ara", "aym", "aze", "bel", "ben", "bis", "bos", "bul", "byn", "cat", "ces",
    "cha", "dan", "deu", "div", "dzo", "ell", "eng", "est", "fan", "fao", "fas", "fij", "fin", "fra",
    "ful", "gle", "glv", "grn", "guj", "hat", "heb", "hin", "hrv", "hun", "hye", "ind", "isl", "ita",
    "jpn", "kal", "kat", "kaz", "khm", "kin", "kir", "kon", "kor", "kur", "lao", "lat", "lav", "lin",
    "lit", "ltz", "lub", "mah", "mar", "mkd", "mlg", "mlt", "mon", "mri", "msa", "mya", "nbl", "nep",
    "nld", "nno", "nob", "nor", "nya", "pan", "pol", "por", "pus", "que", "rar", "roh", "ron", "rup",
    "rus", "sag", "sin", "slk", "slv", "sme", "smo", "sna", "som", "spa", "sqi", "srp", "ssw", "swa",
    "swe", "tam", "tel", "tgk", "tha", "tig", "tir", "ton", "tsn", "tso", "tuk", "tur", "ukr", "urd",
    "uzb", "ven", "vie", "xho", "zho", "zul",
];

/// Whether and how people live together.
#[rustfmt::skip] // a table
pub static MARITAL_STATUSES: &[&str] = &[
    "common_law", "divorced", "domestic_partnership", "married", "not_disclosed", "other", "separated",
    "single", "widowed",
];

/// Ethnicities.
#[rustfmt::skip] // a table
pub static ETHNICITIES: &[&str] = &[
    "american_indian_or_alaska_native", "asian", "black_or_african_american", "hispanic_or_latino",
    "native_hawaiian_or_pacific_islander", "not_disclosed", "other", "two_or_more_races", "white",
];

/// Kinds of numbers that states give to people.
#[rustfmt::skip] // a table
pub static NATIONAL_ID_KINDS: &[&str] = &[
    "aadhaar", "abn", "acn", "ahv", "aic", "alv", "amka", "anum", "arc", "asmens", "bis", "bn", "bsn",
    "businessid", "cbu", "cedula", "ci", "cid", "civil_id", "cnic", "cnpj", "codicefiscale", "cpf",
    "cpj", "cr", "crnm", "ctps", "cui", "cuit", "curp", "dic", "dni", "egn", "eid", "ein", "epfo",
    "epic", "esi", "fin", "fnr", "gst", "gstin", "hetu", "hkid", "hr", "id", "idk", "idnr", "idnum",
    "ik", "imss", "insee", "insz", "int", "itin", "iva", "jmbg", "kennitala", "kmkr", "mid", "mpf",
    "mva", "ncf", "nci", "ni", "nic", "nid", "nidnr", "nie", "nif", "nifp", "nin", "nipt", "nir", "nit",
    "nn", "npwp", "nric", "nrt", "nss", "ntin", "oib", "other", "pan", "pas", "passport", "pcode",
    "peid", "personnummer", "pic", "pid", "pin", "pis", "pn", "pnf", "pps", "pran", "pst", "ptn", "pvm",
    "qst", "rc", "registrationnumber", "registrikood", "rfc", "rg", "ric", "rnc", "rne", "ruc", "rut",
    "sin", "siren", "siret", "ssi", "ssn", "sss", "stnr", "svnr", "tax", "tfn", "tin", "tk", "tn",
    "tva", "uan", "uen", "uid", "umcn", "unknown", "unp", "uprc", "uscc", "utr", "va", "vat", "vn",
    "vnr", "voterid", "vrn", "vsk", "vtk", "ytunnus",
];

/// The value of a sorted list that is exactly this text.
pub fn known(list: &'static [&'static str], text: &str) -> Option<&'static str> {
    list.binary_search(&text).ok().map(|at| list[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_found_and_nothing_else() {
        for list in [COUNTRIES, LANGUAGES, MARITAL_STATUSES, ETHNICITIES, NATIONAL_ID_KINDS] {
            assert!(list.is_sorted_by(|one, next| one < next), "{list:?}");
            for value in list {
                assert_eq!(known(list, value), Some(*value));
            }
            for other in ["", "unmapped_value", "Married", "de", "Germany"] {
                assert_eq!(known(list, other), None, "{other}");
            }
        }
    }
}
