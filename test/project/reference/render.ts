/** Pages of the reference as Markdown. */
import type { ApiItem } from '../api.ts';
import { anchorOf } from '../markdown.ts';
import { type Docstring, firstSentence, readDocstring } from './docstring.ts';
import { type Place, statementsOf, typesIn } from './names.ts';
import {
  aliasText,
  constantText,
  documentationOf,
  headText,
  type Member,
  membersOf,
  signatures,
} from './signature.ts';

/** What a page shows: an exported name, or a type that has no name outside of the package. */
export interface Entry {
  /** As it is written by people: `signal.convolve2d`. */
  readonly shown: string;
  readonly place: Place;
  readonly isValue: boolean;
}

/** A link to a type: its page and heading. */
export type LinkTo = (place: Place) => string | undefined;

export const placeOf = ({ path, local }: ApiItem): Place => ({ path, name: local });

/** Whether a declaration is there when the program runs. */
export const isValue = (place: Place): boolean =>
  statementsOf(place).some(node => /Variable|Function|Class/.test((node.declaration ?? node).type));

export const headingOf = ({ shown, isValue }: Entry): string => (isValue ? shown : `type ${shown}`);
export const linkTo = (file: string, entry: Entry): string => `${file}#${anchorOf(headingOf(entry))}`;

const fence = (text: string): string => `\`\`\`ts\n${text}\n\`\`\``;
const fenceOf = (head: string): string => `\`\`\`ts\n${head} {`;
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();

/** One name: what it is, what it says, what it takes, and an example. */
export function renderEntry(entry: Entry, link: LinkTo): string {
  const { place, shown } = entry;
  const doc = documentationOf(place);
  const code = signatures(place, shown).join('\n') || constantText(place, shown) || aliasText(place);
  const head = headText(place);
  const members = membersOf(place);
  const list = members && renderMembers(head ?? `interface ${shown}`, members);
  return blocks([
    `## ${headingOf(entry)}`,
    code ? fence(code) : head && !list?.startsWith(fenceOf(head)) && fence(head),
    ...sections(doc),
    list,
    typesLine(place, link),
    ...doc.examples.map(fence),
  ]);
}

function sections({ text, params, returns, throws }: Docstring): string[] {
  const lines = [
    ...params.map(({ name, text: said }) => `- ${name === 'rest' ? 'the rest' : `\`${name}\``}: ${said}`),
    ...(returns ? [`- **gives** ${returns}`] : []),
    ...throws.map(said => `- **throws** ${said.replace(/^ConcordatError\b/, 'a `ConcordatError`')}`),
  ];
  return [text, lines.join('\n')];
}

/** Every page says once where these are explained. */
const EVERYWHERE = ['ArrayLike', 'NDArray', 'DType'];

/** The other types that a declaration names, with links to where they are explained. */
function typesLine(place: Place, link: LinkTo): string {
  const links = typesIn(place).flatMap(each => {
    if (EVERYWHERE.includes(each.name)) return [];
    const target = link(each);
    return target ? [`[\`${each.name}\`](${target})`] : [];
  });
  return links.length === 0 ? '' : `Types: ${links.join(', ')}`;
}

/** Members with much to say have a heading; the others are rows of a table, or lines of code where few say anything. */
function renderMembers(head: string, members: readonly Member[]): string {
  const all = members.map(member => ({ ...member, doc: readDocstring(member.comment) }));
  const isLong = ({ doc: { examples, throws, params, text } }: (typeof all)[number]) =>
    examples.length + throws.length + params.length > 0 || text.length > 400;
  const [long, short] = [all.filter(isLong), all.filter(each => !isLong(each))];
  const silent = short.filter(({ doc }) => doc.text === '');
  const list = silent.length > short.length / 2 ? memberLines(head, short) : memberTable(short);
  return blocks([
    list,
    ...long.flatMap(({ name, texts, doc }) => [
      `### ${name}`,
      fence(texts.join('\n')),
      ...sections(doc),
      ...doc.examples.map(fence),
    ]),
  ]);
}

type Documented = Member & { readonly doc: Docstring };

const memberTable = (members: readonly Documented[]): string =>
  ['| member | |', '|---|---|']
    .concat(
      members.map(
        ({ texts, doc }) => `| ${texts.map(text => `\`${cell(text)}\``).join('<br>')} | ${cell(doc.text)} |`,
      ),
    )
    .join('\n');

function memberLines(head: string, members: readonly Documented[]): string {
  const lines = members.flatMap(({ texts, doc }) => [
    ...(doc.text === '' ? [] : [`  // ${doc.text.replace(/\s+/g, ' ')}`]),
    ...texts.map(text => `  ${text};`),
  ]);
  return fence(`${head} {\n${lines.join('\n')}\n}`);
}

/** Constants in a row, as a table. */
export function renderConstants(entries: readonly Entry[]): string {
  const rows = entries.map(
    ({ place, shown }) =>
      `| \`${cell(constantText(place, shown)!)}\` | ${cell(documentationOf(place).text)} |`,
  );
  return blocks(['## Constants', ['| constant | |', '|---|---|', ...rows].join('\n')]);
}

export const summaryOf = ({ place }: Entry): string => {
  const doc = documentationOf(place);
  return cell(firstSentence(doc));
};

export const blocks = (parts: readonly (string | undefined | false)[]): string =>
  parts.filter(part => part).join('\n\n');
