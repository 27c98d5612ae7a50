import { escapeHtml, prose } from './html'
import type { OpenApiDocument, Operation } from './openapi'
import { operationSection } from './operation-html'
import { schemaSection } from './schema-html'
import { SCRIPT } from './script'

const STYLE = `
  :root { color-scheme: light dark; --bg: light-dark(#fff, #12161b); --line: light-dark(#e1e5ea, #2a313b); --soft: light-dark(#f3f5f8, #1b2129); --dim: light-dark(#5a6473, #98a3b3); --link: light-dark(#1f5fd6, #84aefc) }
  * { box-sizing: border-box } [hidden] { display: none !important }
  html { scroll-padding-top: 1rem }
  body { font: 15px/1.55 system-ui, sans-serif; margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); background: var(--bg) }
  nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.2rem; border-right: 1px solid var(--line); font-size: 13px }
  nav a { display: block; padding: .12rem 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: inherit }
  nav b { display: block; margin-top: 1rem } nav summary { display: none }
  input { font: inherit; width: 100%; margin: .8rem 0 0; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--bg); color: inherit }
  main { padding: 1.2rem 2.5rem 6rem; max-width: 110rem }
  a { color: var(--link) } nav a { text-decoration: none } nav a:hover { text-decoration: underline }
  :focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
  h2 { margin: 3rem 0 .5rem; border-bottom: 2px solid var(--line) }
  section { display: grid; gap: 0 2.5rem; margin: 1.8rem 0; padding-bottom: 1.2rem; border-bottom: 1px solid var(--line) }
  section > * { min-width: 0 }
  h3 { font-size: 1.1rem; margin: 0 } h4 { margin: 1rem 0 .3rem }
  code, pre { font-family: ui-monospace, monospace; font-size: .88em; overflow-wrap: anywhere } pre code { font-size: 1em }
  pre { background: var(--soft); margin: 0; padding: .8rem; border-radius: 6px; overflow: auto; max-height: 26rem; white-space: pre }
  figure { position: relative; margin: 0 0 .9rem } figcaption { color: var(--dim); font-size: .85em; padding: .2rem 0 }
  aside figure:not(:last-child) pre { white-space: pre-wrap }
  .copy { position: absolute; right: 0; top: 0; font: inherit; font-size: .82em; padding: .05rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--bg); color: inherit; cursor: pointer }
  .wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .94em }
  th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line) }
  td table { font-size: 1em } i { color: var(--dim); font-size: .9em }
  details { margin: .3rem 0 } details details { margin-left: 1rem } summary { cursor: pointer }
  .method { text-transform: uppercase; font-weight: 700; font-size: .75em; color: #fff; background: #555; border-radius: 4px; padding: .15rem .45rem }
  .get { background: #1a66cc } .post { background: #136c30 } .put, .patch { background: #8a4b00 } .delete { background: #b3261e }
  @media (min-width: 80rem) { section:has(aside) { grid-template-columns: minmax(0, 1fr) minmax(24rem, 34rem) } aside { position: sticky; top: 1rem; align-self: start } aside figure:last-child pre { max-height: calc(100vh - 16rem) } }
  @media (max-width: 60rem) { body { display: block } nav { z-index: 1; height: auto; max-height: 100vh; padding: .7rem 1rem; border: 0; border-bottom: 1px solid var(--line); background: var(--bg) } nav summary { display: block; font-weight: 600 } html { scroll-padding-top: 4rem } main { padding: 1rem } }`

interface Entry {
  method: string
  path: string
  operation: Operation
}

/** The reference as one HTML page that loads nothing else. */
export function referencePage(document: OpenApiDocument): string {
  const { info, tags, components } = document
  const title = escapeHtml(info.title)
  const groups = tags.map((tag) => ({ ...tag, entries: entriesOf(document, tag.name) }))
  const schemas = Object.entries(components.schemas)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: API reference</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<nav aria-label="Operations"><details open><summary>${title}: operations</summary>
<a href="/">The page</a><a href="#top">${title}</a>
<search hidden><input type="search" aria-label="Search operations and objects" placeholder="Search" autocomplete="off"></search>
<p id="none" hidden>Nothing matches.</p>
${groups.map(({ name, entries }) => `<div><b data-for="tag-${name}">${name}</b>${entries.map(link).join('')}</div>`).join('\n')}
<div><b data-for="objects">Objects</b>${schemas.map(([name]) => `<a href="#${name}" data-words="${name.toLowerCase()}">${name}</a>`).join('')}</div></details></nav>
<main id="top"><h1>${title}</h1>
${info.description
  .split('\n\n')
  .map((text) => `<p>${prose(text)}</p>`)
  .join('')}
<p>Send <code>Authorization: Bearer TOKEN</code>. Every response has these headers:
${Object.keys(components.headers).map(escapeHtml).join(', ')}. For machines: <a href="openapi.json">openapi.json</a>.</p>
${groups
  .map(
    ({
      name,
      description,
      entries,
    }) => `<div id="tag-${name}"><h2>${name}</h2><p>${prose(description)}</p></div>
${entries.map(({ method, path, operation }) => operationSection(method, path, operation, document)).join('\n')}`,
  )
  .join('\n')}
<h2 id="objects">Objects</h2>
${schemas.map(([name, schema]) => schemaSection(name, schema)).join('\n')}
</main>
<script>${SCRIPT}</script>
</html>
`
}

const entriesOf = ({ paths }: OpenApiDocument, tag: string): Entry[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({ method, path, operation })),
  )

const link = ({ method, path, operation }: Entry): string =>
  `<a href="#${operation.operationId}" title="${escapeHtml(operation.summary)}" data-words="${escapeHtml(wordsOf({ method, path, operation }))}">${method.toUpperCase()} ${escapeHtml(path)}</a>`

/** What a search finds an operation by. */
const wordsOf = ({ method, path, operation }: Entry): string =>
  [
    method,
    path,
    operation.summary,
    operation.description,
    ...(operation.parameters ?? []).map(({ name }) => name),
  ]
    .join(' ')
    .toLowerCase()
