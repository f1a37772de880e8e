//! Documents of both generations (facts §8, §8.2, §9.4).

use super::mark::{O, OT, OU, T, TU, U};
use super::{Fact, fact};
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact(
        "8",
        O,
        "V1",
        "v1 lists categories, and takes a file with title, employee and category; the answer is a 201.",
    ),
    fact("8", O, "V1", "Files have one of the published endings."),
    fact(
        "8.2",
        O,
        "V1",
        "An uploaded document is answered with title, day, comment, short employee and category.",
    ),
    fact(
        "9.4",
        O,
        "R:get_v2-document-management-documents",
        "Documents are listed for one owner, 200 at most, with filters by category and by days of their making.",
    ),
    fact(
        "9.4",
        O,
        "R:get_v2-document-management-documents",
        "An owner or category that there isn't has an empty list; no owner, a bad limit and a bad day are a 400.",
    ),
    fact(
        "9.4",
        T,
        "SE, NG",
        "A document tells name, day, comment, category, owner, size, virus scan and signature.",
    ),
    fact(
        "9.4",
        OU,
        "R:patch_v2-document-management-documents-document_id",
        "Name, day, comment and category can be changed, but not emptied.",
    ),
    fact("9.4", T, "NG, SE", "A deleted document is a 204."),
    fact(
        "9.4",
        OU,
        "R:patch_v2-document-management-documents-document_id",
        "A changed document is answered with the document.",
    )
    .switched(&[Switch::V2DocumentPatch]),
    fact("9.4", U, "", "A change that has null or an empty text is a 400.")
        .switched(&[Switch::V2DocumentInvalid]),
    fact("9.4", U, "", "The virus scan of an uploaded file is over at once.")
        .switched(&[Switch::DocumentScan]),
    fact(
        "9.4",
        O,
        "R:get_v2-document-management-documents-document_id-download",
        "A download has the bytes and the type of the file; one that is unsafe is a 409.",
    ),
    fact(
        "9.4",
        OT,
        "R:get_v2-document-management-documents, BO",
        "An owner is an employee or an application; papers of the payroll are in no list.",
    ),
    fact("9.4", TU, "BO", "Nothing uploads a document to v2."),
];
