/* Finding an institution by a few letters, without accents: "hn" is THPT Hậu Nghĩa.
   The same rule as domain/place_search.py, and tested with the same table of cases. */

const KIND_WORDS = new Set("truong thcs thpt th tt ttgdtx ttgdnn gdtx gdnn ktth tc cd nghe dntn".split(" "));
const JOINED_CENTRES = ["ttgdtx", "ttgdnn"];
const KIND_PAIRS = new Set(["trung tam", "trung cap", "cao dang", "ky thuat", "kinh te", "day nghe", "co so"]);
const [EXACT, OWN_NAME, KIND, ANY_WORD, DISTRICT] = [0, 1, 2, 3, 4];
/* A name and its kind are what people begin with: there, where the class went decides first. */
const GROUPS = [0, 1, 1, 2, 3];

export function fold(text) {
  const plain = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  return plain.replace(/[^a-z0-9]+/g, " ").trim();
}

const wordsOf = (text) => fold(text).split(" ").filter(Boolean);

function ownWords(words) {
  let start = 0;
  while (start < words.length) {
    if (KIND_PAIRS.has(`${words[start]} ${words[start + 1]}`)) start += 2;
    else if (KIND_WORDS.has(words[start])) start += 1;
    else break;
  }
  return start < words.length ? words.slice(start) : words;
}

/* What the search needs to know of a place: {label, district, chosen, bySchool, isNear}. */
export function placeOf(given) {
  const words = wordsOf(given.label);
  /* "TTGDTX" is looked for as "gdtx", too. */
  const beginnings = [...words, ...words.filter((word) => JOINED_CENTRES.includes(word)).map((word) => word.slice(2))];
  const own = ownWords(words);
  const kinds = [...words.slice(0, words.length - own.length), ...beginnings.slice(words.length)];
  return { chosen: 0, bySchool: 0, isNear: false, ...given, words, beginnings, own, kinds, around: wordsOf(given.district || "") };
}

const beginWith = (words, tokens) => tokens.length <= words.length && tokens.every((token, i) => words[i].startsWith(token));
const isInitials = (tokens, words) => tokens.length === 1 && words.map((word) => word[0]).join("").startsWith(tokens[0]);
const eachBeginsSome = (tokens, words) => tokens.every((token) => words.some((word) => word.startsWith(token)));

function qualityOf(tokens, place) {
  if (tokens.join(" ") === place.words.join(" ")) return EXACT;
  if (beginWith(place.own, tokens) || isInitials(tokens, place.own)) return OWN_NAME;
  if (tokens.length === 1 && eachBeginsSome(tokens, place.kinds)) return KIND;
  if (eachBeginsSome(tokens, place.beginnings) || isInitials(tokens, place.words)) return ANY_WORD;
  if (eachBeginsSome(tokens, [...place.beginnings, ...place.around]) || isInitials(tokens, place.around.slice(-2))) return DISTRICT;
  return null;
}

const before = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

function compare([quality, a], [otherQuality, b]) {
  return GROUPS[quality] - GROUPS[otherQuality]
    || b.chosen - a.chosen
    || quality - otherQuality
    || b.bySchool - a.bySchool
    || b.isNear - a.isNear
    || a.words.length - b.words.length
    || before(a.words.join(" "), b.words.join(" "))
    || before(a.label, b.label);
}

export function search(query, places) {
  const tokens = wordsOf(query);
  if (!tokens.length) return [];
  const found = places.map((place) => [qualityOf(tokens, place), place]).filter(([quality]) => quality !== null);
  return found.sort(compare).map(([, place]) => place);
}
