/**
 * The reference, docs/reference: every exported name with its signature, what its docstring says, and its examples, made of
 * the built declarations.
 */
import { apiOf, entries as packageEntries } from '../api.ts';
import { keyOf, type Place, typesIn } from './names.ts';
import { type Page, pages } from './pages.ts';
import {
  blocks,
  type Entry,
  isValue,
  linkTo,
  placeOf,
  renderConstants,
  renderEntry,
  summaryOf,
} from './render.ts';
import { constantText, documentationOf } from './signature.ts';

export const folder = 'docs/reference';

/** What an entry exports. */
const exportsOf = (name: string): Entry[] =>
  apiOf(packageEntries().get(name)!).map(item => {
    const place = placeOf(item);
    return { shown: item.name, place, isValue: !item.typeOnly && isValue(place) };
  });

/** The entries of each page: those that it names, then the types that they need and no page before it has. */
function contents(): Map<Page, Entry[]> {
  const exported = new Map([...packageEntries().keys()].map(name => [name, exportsOf(name)]));
  const named = new Set(pages.flatMap(page => page.names.split(' ').map(name => `${page.entry}:${name}`)));
  const placed = new Set<string>();
  const found = new Map<Page, Entry[]>();
  for (const page of pages) {
    const own = exported.get(page.entry)!;
    const listed = page.names.split(' ').map(name => {
      const entry = own.find(each => each.shown === name);
      if (!entry) throw new Error(`${page.file}: ${page.entry} does not export ${name}`);
      return entry;
    });
    for (const each of listed) placed.add(keyOf(each.place));
    const types: Entry[] = [];
    const visit = (place: Place) => {
      for (const each of typesIn(place)) {
        const key = keyOf(each);
        const entry = own.find(({ place: other }) => keyOf(other) === key);
        if (placed.has(key) || (entry && named.has(`${page.entry}:${entry.shown}`))) continue;
        placed.add(key);
        const known = entry ?? [...exported.values()].flat().find(({ place: other }) => keyOf(other) === key);
        if (!entry && known && page.entry !== 'concordat') continue;
        types.push(entry ?? { shown: each.name, place: each, isValue: false });
        visit(each);
      }
    };
    for (const { place } of listed) visit(place);
    found.set(page, [...listed, ...types]);
  }
  // Types that nothing shows, such as those of a list of arguments, stand at the end of the last page of their entry.
  for (const [name, own] of exported)
    for (const entry of own)
      if (!entry.isValue && !placed.has(keyOf(entry.place)))
        found.get(pages.findLast(page => page.entry === name)!)!.push(entry);
  return found;
}

/** The pages by path; the names that stand on none, and those of which no docstring says what they are. */
export function reference(): { files: Map<string, string>; missing: string[]; undescribed: string[] } {
  const all = contents();
  const files = new Map<string, string>();
  for (const [page, items] of all) files.set(`${folder}/${page.file}`, render(page, items, all));
  files.set(`${folder}/README.md`, index(all));
  const missing = [...packageEntries().keys()].flatMap(name =>
    exportsOf(name)
      .filter(({ place }) => ![...all.values()].flat().some(each => keyOf(each.place) === keyOf(place)))
      .map(({ shown }) => `${name}: ${shown}`),
  );
  const undescribed = [...packageEntries().keys()].flatMap(name =>
    exportsOf(name)
      .filter(({ place }) => documentationOf(place).text === '')
      .map(({ shown }) => `${name}: ${shown}`),
  );
  return { files, missing, undescribed };
}

const isConstant = ({ place, shown }: Entry): boolean => /^\w+ = /.test(constantText(place, shown) ?? '');

function render(page: Page, items: readonly Entry[], all: ReadonlyMap<Page, readonly Entry[]>): string {
  const link = (place: Place): string | undefined => {
    for (const [other, theirs] of [[page, items] as const, ...all]) {
      const entry = theirs.find(each => keyOf(each.place) === keyOf(place));
      if (entry) return linkTo(other === page ? '' : other.file, entry);
    }
    return undefined;
  };
  const constants = items.filter(isConstant);
  const imports = documentationOf(items[0].place).examples.flatMap(code =>
    code.split('\n').filter(line => line.startsWith('import ') && line.endsWith(`'${page.entry}';`)),
  );
  return `${blocks([
    MADE,
    `# ${page.title}`,
    page.intro,
    `\`\`\`ts\n${imports[0]}\n\`\`\``,
    contentsLine(
      '',
      items.filter(entry => entry.isValue && !isConstant(entry)),
    ),
    contentsLine(
      'Types: ',
      items.filter(entry => !entry.isValue),
    ),
    page.file === 'arrays.md' ? '' : (page.everywhere ?? EVERYWHERE),
    ...items.filter(entry => !isConstant(entry)).map(entry => renderEntry(entry, link)),
    constants.length > 0 ? renderConstants(constants) : '',
  ])}\n`;
}

const contentsLine = (label: string, items: readonly Entry[], file = ''): string =>
  items.length === 0
    ? ''
    : label + items.map(entry => `[\`${entry.shown}\`](${linkTo(file, entry)})`).join(' · ');

/** Said once on a page, so that not every function says it. */
const EVERYWHERE =
  'Whatever stands for an array is taken as one ([`ArrayLike`](arrays.md#type-arraylike)); results are ' +
  '[`NDArray`](arrays.md#ndarray)s, whose element types are [`DType`](arrays.md#type-dtype)s.';

const MADE = '<!-- Made of the docstrings: CONTRIBUTING.md says how. Changes here are overwritten. -->';

function index(all: ReadonlyMap<Page, readonly Entry[]>): string {
  const lists = [...all].map(([page, items]) =>
    blocks([
      `## [${page.title}](${page.file})`,
      page.entry === page.title ? '' : `\`import … from '${page.entry}'\``,
      ['| | |', '|---|---|']
        .concat(
          items
            .filter(entry => entry.isValue && !isConstant(entry))
            .map(entry => `| [\`${entry.shown}\`](${linkTo(page.file, entry)}) | ${summaryOf(entry)} |`),
        )
        .join('\n'),
      contentsLine(
        'Types: ',
        items.filter(entry => !entry.isValue),
        page.file,
      ),
    ]),
  );
  return `${blocks([
    MADE,
    '# Reference',
    'Every name that the package exports, in the order in which one needs them: first those of `concordat` itself, then the ' +
      'libraries’ dialects, then files, figures, Python and workers. Each has its signature, what it takes and gives, when it ' +
      'throws, and an example that the tests run. Guides and answers to questions: [the index of the documentation](../README.md).',
    ...lists,
  ])}\n`;
}
