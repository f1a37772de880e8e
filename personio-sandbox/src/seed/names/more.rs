//! Names in more scripts, and Latin ones with marks that no single character has.
//!
//! They are in their own file because whoever bears one is chosen in a way of its own, see [`far_culture`].

use super::{Culture, culture};

/// Every so many seats somebody comes from further away.
const EVERY: usize = 12;
/// The first such seat.
const FIRST: usize = 7;

/// The culture of the holder of a seat, if they come from further away; each culture has its turn.
pub(crate) fn far_culture(seat: usize) -> Option<&'static Culture> {
    let turn = (seat % EVERY == FIRST).then_some(seat / EVERY)?;
    Some(culture(MORE[turn % MORE.len()].code))
}

/// The cultures.
pub(super) const MORE: &[Culture] = &[
    Culture {
        code: "uk",
        female: &["Оксана/oksana", "Марія/mariia", "Ганна/hanna", "Соломія/solomiia", "Юлія/yuliia"],
        male: &["Олександр/oleksandr", "Андрій/andrii", "Тарас/taras", "Дмитро/dmytro", "Євген/yevhen"],
        last: &["Шевченко/shevchenko", "Коваль/koval", "Бондаренко/bondarenko", "Левицький/levytskyi"],
        last_female: &["Шевченко/shevchenko", "Коваль/koval", "Бондаренко/bondarenko", "Левицька/levytska"],
    },
    Culture {
        code: "he",
        female: &["נועה/noa", "תמר/tamar", "מאיה/maya", "שירה/shira"],
        male: &["יוסף/yosef", "דוד/david", "איתן/eitan", "נועם/noam"],
        last: &["כהן/cohen", "לוי/levi", "מזרחי/mizrahi", "פרידמן/friedman"],
        last_female: &[],
    },
    Culture {
        code: "hi",
        female: &["प्रिया/priya", "अनीता/anita", "दीपिका/deepika", "स्मृति/smriti"],
        male: &["राहुल/rahul", "अर्जुन/arjun", "विक्रम/vikram", "श्रीनिवास/shrinivas"],
        last: &["शर्मा/sharma", "पटेल/patel", "गुप्ता/gupta", "मिश्रा/mishra"],
        last_female: &[],
    },
    Culture {
        code: "zh",
        female: &["秀英/xiuying", "婷婷/tingting", "丽华/lihua", "雨桐/yutong"],
        male: &["伟/wei", "建国/jianguo", "浩然/haoran", "志强/zhiqiang"],
        last: &["王/wang", "李/li", "张/zhang", "欧阳/ouyang"],
        last_female: &[],
    },
    // A vowel with a dot below and an accent above has no character of its own: the accent is a combining one.
    Culture {
        code: "yo",
        female: &[
            "Ọmọ\u{301}táyọ\u{300}/omotayo",
            "Adéọlá/adeola",
            "Fọlákẹ\u{301}/folake",
            "Yẹ\u{301}misí/yemisi",
        ],
        male: &["Ṣẹ\u{301}gun/segun", "Ọláńrewájú/olanrewaju", "Bọ\u{301}lá/bola", "Túndé/tunde"],
        last: &["Adéyẹmí/adeyemi", "Ọlátúnjí/olatunji", "Akínwándé/akinwande", "Ṣóyínká/soyinka"],
        last_female: &[],
    },
    Culture {
        code: "ko",
        female: &["서연/seoyeon", "지우/jiwoo", "하은/haeun", "민서/minseo"],
        male: &["민준/minjun", "도윤/doyun", "지훈/jihoon", "현우/hyunwoo"],
        last: &["김/kim", "이/lee", "박/park", "최/choi"],
        last_female: &[],
    },
    Culture {
        code: "th",
        female: &["สมหญิง/somying", "ณัฐธิดา/natthida", "พิมพ์ชนก/pimchanok"],
        male: &["สมชาย/somchai", "กิตติศักดิ์/kittisak", "ธนวัฒน์/thanawat"],
        last: &["ศรีสุข/srisuk", "ทองดี/thongdee", "วงศ์สวัสดิ์/wongsawat"],
        last_female: &[],
    },
    // As some systems write them: the letter first, its mark after it.
    Culture {
        code: "pt",
        female: &["E\u{301}lia/elia", "Ine\u{302}s/ines", "Conceic\u{327}a\u{303}o/conceicao"],
        male: &["Joa\u{303}o/joao", "Anto\u{301}nio/antonio", "Lui\u{301}s/luis"],
        last: &["Simo\u{303}es/simoes", "Gonc\u{327}alves/goncalves", "Magalha\u{303}es/magalhaes"],
        last_female: &[],
    },
];
