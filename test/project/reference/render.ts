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
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();

/** One name: what it is, what it says, what it takes, and an example. */
export function renderEntry(entry: Entry, link: LinkTo): string {
  const { place, shown } = entry;
  const doc = documentationOf(place);
  const code =
    signatures(place, shown).join('\n') || constantText(place, shown) || aliasText(place) || headText(place);
  const members = membersOf(place);
  return blocks([
    `## ${headingOf(entry)}`,
    code && fence(code),
    ...sections(doc),
    members && renderMembers(members),
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

/** Members with much to say have a heading; the others are rows of a table. */
function renderMembers(members: readonly Member[]): string {
  const docs = members.map(each => readDocstring(each.comment));
  const long = (k: number) =>
    docs[k].examples.length + docs[k].throws.length + docs[k].params.length > 0 || docs[k].text.length > 400;
  const rows = members.flatMap(({ texts }, k) =>
    long(k) ? [] : [`| ${texts.map(text => `\`${cell(text)}\``).join('<br>')} | ${cell(docs[k].text)} |`],
  );
  const table = rows.length === 0 ? '' : ['| member | |', '|---|---|', ...rows].join('\n');
  const rest = members.flatMap(({ name, texts }, k) =>
    long(k)
      ? [`### ${name}`, fence(texts.join('\n')), ...sections(docs[k]), ...docs[k].examples.map(fence)]
      : [],
  );
  return blocks([table, ...rest]);
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

export const blocks = (parts: readonly (string | undefined | '')[]): string =>
  parts.filter(part => part).join('\n\n');
