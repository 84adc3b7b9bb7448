//! 保健指導: whether a programme has a guidance, and for about how many people. Its lists come and go with it.

use super::{
    list::{About, List, NEW},
    order::Sequence,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{Definition, Guidance, Style},
        forms::{
            Part, count,
            field::{Field, Kind},
        },
        wording,
    },
};

const ABOUT_PEOPLE: &str = "guidance.about_people";
const MOST_PEOPLE: i64 = 60_000;

/// The guidance of a programme, a list of one row at most.
pub(super) struct Only;

impl List for Only {
    fn about(&self) -> About {
        About {
            path: "guidance",
            part: Part::Guidance,
            title: "保健指導の決まり",
            what: "保健指導",
            intro: "健診の結果から対象者を選び、決めた月に連絡する事業で定めます。ほかの形の事業では定めません。",
        }
    }

    fn path(&self) -> String {
        self.about().path.to_owned()
    }

    fn title(&self, _: &Definition) -> String {
        self.about().title.to_owned()
    }

    fn len(&self, definition: &Definition) -> usize {
        usize::from(definition.guidance.is_some())
    }

    /// Only a programme of that style has a guidance, and one is enough.
    fn kinds(&self, definition: &Definition) -> Vec<Choice> {
        let may_be_added = definition.style == Style::Guidance && definition.guidance.is_none();
        may_be_added.then(|| Choice::new(NEW, self.about().what)).into_iter().collect()
    }

    fn add(&self, begun: &mut Definition, kind: &str) -> Option<()> {
        self.kinds(begun).iter().find(|offered| offered.code == kind)?;
        begun.guidance = Some(Guidance {
            about_people: 0,
            result_groups: Vec::new(),
            selection: Vec::new(),
            contacts: Vec::new(),
        });
        Some(())
    }

    fn other_kinds(&self, _: &Definition, _: usize) -> Vec<Choice> {
        Vec::new()
    }

    fn turn(&self, _: &mut Definition, _: usize, _: &str) -> Option<()> {
        None
    }

    fn name(&self, definition: &Definition, _: usize) -> Option<String> {
        definition.guidance.as_ref().map(|_| self.title(definition))
    }

    fn kind(&self, _: &Definition, _: usize) -> Option<String> {
        None
    }

    fn lines(&self, definition: &Definition, _: usize) -> Option<Vec<String>> {
        Some(wording::about(definition, ABOUT_PEOPLE))
    }

    fn fields(&self, _: &Definition, _: usize, _: &str) -> Option<Vec<Field>> {
        let people = Field::new(Kind::Number, ABOUT_PEOPLE, "対象者のおよその人数");
        Some(vec![people.unit("人").hint("1年に選ぶ人のめやすです。例：200")])
    }

    fn filled(&self, definition: &Definition, _: usize, _: &str) -> Option<Form> {
        let people = definition.guidance.as_ref()?.about_people;
        let people = if people == 0 { String::new() } else { people.to_string() };
        Some(Form::empty().with(ABOUT_PEOPLE, people))
    }

    fn read(&self, form: &mut Form, read: &mut Definition, _: usize, _: &str) -> Option<()> {
        let about_people = count(form, ABOUT_PEOPLE, "対象者のおよその人数", MOST_PEOPLE)?;
        read.guidance.as_mut()?.about_people = about_people;
        Some(())
    }

    fn arrange(&self, definition: &mut Definition, change: &dyn Fn(&mut dyn Sequence)) -> Option<()> {
        change(&mut definition.guidance);
        Some(())
    }
}
