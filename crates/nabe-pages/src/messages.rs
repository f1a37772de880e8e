//! What went wrong, in plain sentences for the person at the form. Programs read the code and the message instead.

use nabe_core::Failure;
use nabe_model::errors::Code;

use crate::language::Language;

/// A sentence on a failure. `provider` is its name; `is_edit` when values that are stored already were tried.
pub(crate) fn sentence(language: Language, provider: &str, failure: &Failure, is_edit: bool) -> String {
    match language {
        Language::English => english(provider, failure, is_edit),
        Language::German => german(provider, failure, is_edit),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what can't happen here says what it says to programs")]
fn english(provider: &str, failure: &Failure, is_edit: bool) -> String {
    let minutes = failure.retry_after_s.unwrap_or(60).div_ceil(60);
    match failure.code {
        Code::CredentialsRefused if failure.fields.is_empty() && is_edit => format!(
            "{provider} does not accept this ID with this secret (any more). Perhaps the integration was deleted: then create a new one and enter its values. What was stored before stays as it is."
        ),
        Code::CredentialsRefused if failure.fields.is_empty() => format!(
            "{provider} does not know this ID with this secret. Both look whole: check that they come from the same integration, and that it was not deleted. {provider} doesn't say which of the two is wrong. Nothing was stored."
        ),
        Code::CredentialsRefused => {
            format!(
                "{provider} does not know this ID with this secret. See what is marked below. Nothing was stored."
            )
        }
        Code::TooManyAttempts => {
            format!("That was tried too often with this link. Please wait {minutes} min and try again.")
        }
        Code::ProviderRateLimited => {
            format!(
                "{provider} asks us to slow down. Please wait {minutes} min and try again: your values may be right."
            )
        }
        Code::ProviderUnavailable => format!(
            "{provider} has a problem at the moment. Your values may be right: try again in a few minutes."
        ),
        Code::Timeout => {
            format!("{provider} did not answer in time. Your values may be right: please try again.")
        }
        Code::ProviderUnreachable => format!(
            "{provider} can't be reached from here: a network in between blocks it. Please tell whoever sent you this link; your values may be right."
        ),
        Code::ProviderMalformed => format!(
            "Something answered in {provider}'s place: a proxy or firewall in between. Please tell whoever sent you this link; your values may be right."
        ),
        Code::ProviderRejected => {
            format!("{provider} did not understand the question. Please tell whoever sent you this link.")
        }
        Code::SessionInvalid => {
            "This link is unknown or has expired. Ask whoever sent it to you for a new one.".to_owned()
        }
        Code::SessionUsed => {
            "This link has already connected its account. Ask for a new one to change something.".to_owned()
        }
        Code::StorageUnavailable | Code::Internal => {
            "Something went wrong on our side, and nothing was stored. Please try again in a few minutes."
                .to_owned()
        }
        _ => failure.message.clone(),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what can't happen here says what it says to programs")]
fn german(provider: &str, failure: &Failure, is_edit: bool) -> String {
    let minutes = failure.retry_after_s.unwrap_or(60).div_ceil(60);
    match failure.code {
        Code::CredentialsRefused if failure.fields.is_empty() && is_edit => format!(
            "{provider} akzeptiert diese ID mit diesem Secret nicht (mehr). Vielleicht wurde die Integration gelöscht: Dann legen Sie eine neue an und tragen Sie deren Werte ein. Was vorher gespeichert war, bleibt, wie es ist."
        ),
        Code::CredentialsRefused if failure.fields.is_empty() => format!(
            "{provider} kennt diese ID mit diesem Secret nicht. Beide sehen vollständig aus: Prüfen Sie, ob sie aus derselben Integration stammen und ob diese nicht gelöscht wurde. Welcher der beiden Werte falsch ist, sagt {provider} nicht. Nichts wurde gespeichert."
        ),
        Code::CredentialsRefused => {
            format!("{provider} kennt diese ID mit diesem Secret nicht. Unten ist markiert, was auffällt. Nichts wurde gespeichert.")
        }
        Code::TooManyAttempts => {
            format!("Mit diesem Link wurde es zu oft versucht. Bitte warten Sie {minutes} min und versuchen Sie es erneut.")
        }
        Code::ProviderRateLimited => format!(
            "{provider} bittet um weniger Anfragen. Bitte warten Sie {minutes} min und versuchen Sie es erneut: Ihre Werte können richtig sein."
        ),
        Code::ProviderUnavailable => format!(
            "{provider} hat gerade ein Problem. Ihre Werte können richtig sein: Versuchen Sie es in einigen Minuten erneut."
        ),
        Code::Timeout => {
            format!("{provider} hat nicht rechtzeitig geantwortet. Ihre Werte können richtig sein: Bitte versuchen Sie es erneut.")
        }
        Code::ProviderUnreachable => format!(
            "{provider} ist von hier aus nicht erreichbar: Ein Netzwerk dazwischen sperrt es. Bitte sagen Sie es der Person, die Ihnen den Link geschickt hat; Ihre Werte können richtig sein."
        ),
        Code::ProviderMalformed => format!(
            "Etwas anderes hat an Stelle von {provider} geantwortet: ein Proxy oder eine Firewall dazwischen. Bitte sagen Sie es der Person, die Ihnen den Link geschickt hat; Ihre Werte können richtig sein."
        ),
        Code::ProviderRejected => {
            format!("{provider} hat die Frage nicht verstanden. Bitte sagen Sie es der Person, die Ihnen den Link geschickt hat.")
        }
        Code::SessionInvalid => {
            "Dieser Link ist unbekannt oder abgelaufen. Bitten Sie die Person, die ihn geschickt hat, um einen neuen.".to_owned()
        }
        Code::SessionUsed => {
            "Dieser Link hat sein Konto schon verbunden. Bitten Sie um einen neuen, um etwas zu ändern.".to_owned()
        }
        Code::StorageUnavailable | Code::Internal => {
            "Bei uns ist etwas schiefgegangen, und nichts wurde gespeichert. Bitte versuchen Sie es in einigen Minuten erneut.".to_owned()
        }
        _ => failure.message.clone(),
    }
}
