//! The stages through which applications go, in their order.

use crate::model::company::Company;
use crate::model::recruiting::{Application, RecruitingCategory, Stage, SystemStage};
use crate::pages::show;
use crate::rules::recruiting::WantedPhase;

/// A stage as forms and addresses spell it: the word of v1, or a number.
pub(super) fn key(stage: Stage) -> String {
    match stage {
        Stage::System(stage) => stage.as_str().to_owned(),
        Stage::Custom(id) => id.to_string(),
    }
}

/// A stage as people call it.
pub(super) fn name(company: &Company, stage: Stage) -> String {
    match stage {
        Stage::System(stage) => show::spoken(stage.as_str()),
        Stage::Custom(id) => {
            company.recruiting_phases.get(id).map_or_else(|| "–".to_owned(), |it| it.name.to_string())
        }
    }
}

/// The stage that a form means.
pub(super) fn wanted(key: &str) -> WantedPhase {
    key.parse().map_or_else(|_| WantedPhase::System(key.to_owned()), WantedPhase::Custom)
}

/// Every stage of a category in its order, or of all categories.
pub(super) fn of(company: &Company, category: Option<&RecruitingCategory>) -> Vec<Stage> {
    let all = || company.recruiting_phases.rows().iter().map(|it| it.id).collect();
    let phases: Vec<u32> = category.map_or_else(all, |it| it.phases.clone());
    let system = |it: SystemStage| Stage::System(it);
    let mut stages = vec![system(SystemStage::Unassigned)];
    stages.extend(phases.into_iter().map(Stage::Custom));
    let last = [SystemStage::Offer, SystemStage::Accepted, SystemStage::Rejected, SystemStage::Withdrawn];
    stages.extend(last.map(system));
    stages
}

/// Every stage to which an application can come.
pub(super) fn of_application(company: &Company, application: &Application) -> Vec<Stage> {
    let position = company.job_positions.get(application.position);
    let category = position.and_then(|it| it.category).and_then(|it| company.recruiting_categories.get(it));
    match category {
        Some(category) => of(company, Some(category)),
        None => of(company, None).into_iter().filter(|it| matches!(it, Stage::System(_))).collect(),
    }
}

/// The stage to which an application goes on when all goes well.
pub(super) fn next(company: &Company, application: &Application) -> Option<Stage> {
    let last = Stage::System(SystemStage::Accepted);
    let stages = of_application(company, application);
    let at = stages.iter().position(|it| *it == application.stage())?;
    stages.get(at + 1).copied().filter(|it| !it.is_refusal() && application.stage() != last)
}
