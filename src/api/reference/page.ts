import { escapeHtml, prose } from './html'
import type { OpenApiDocument, Operation } from './openapi'
import { operationSection } from './operation-html'
import { schemaSection } from './schema-html'

const STYLE = `
  :root { color-scheme: light dark; --line: #8884; --soft: #8881; --link: light-dark(#0b57d0, #8ab4f8) }
  * { box-sizing: border-box }
  body { font: 15px/1.55 system-ui, sans-serif; margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr) }
  nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.2rem; border-right: 1px solid var(--line); font-size: 13px }
  nav a { display: block; padding: .1rem 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: inherit }
  nav b { display: block; margin-top: 1rem }
  main { padding: 1.2rem 2.5rem 6rem; max-width: 68rem }
  a { color: var(--link); text-decoration: none } a:hover { text-decoration: underline }
  h2 { margin: 3rem 0 .5rem; border-bottom: 2px solid var(--line) }
  section { margin: 1.8rem 0; padding-bottom: 1.2rem; border-bottom: 1px solid var(--line); scroll-margin-top: 1rem }
  h3 { font-size: 1.1rem; margin: 0 } h4 { margin: 1rem 0 .3rem }
  code, pre { font-family: ui-monospace, monospace; font-size: .88em; overflow-wrap: anywhere }
  pre { background: var(--soft); padding: .8rem; border-radius: 6px; overflow: auto; max-height: 26rem; white-space: pre }
  .wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .94em }
  th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line) }
  td table { font-size: 1em } i { opacity: .65; font-size: .9em }
  details { margin: .3rem 0 } details details { margin-left: 1rem } summary { cursor: pointer }
  .method { text-transform: uppercase; font-weight: 700; font-size: .75em; color: #fff; background: #555; border-radius: 4px; padding: .15rem .45rem }
  .get { background: #1a73e8 } .post { background: #188038 } .patch { background: #b06000 } .delete { background: #c5221f }
  @media (max-width: 50rem) { body { display: block } nav { position: static; height: auto; border: 0 } main { padding: 1rem } }`

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
<style>${STYLE}</style>
<nav><a href="#top">${title}</a>
${groups.map(({ name, entries }) => `<b>${name}</b>${entries.map(link).join('')}`).join('\n')}
<b>Objects</b>${schemas.map(([name]) => `<a href="#${name}">${name}</a>`).join('')}</nav>
<main id="top"><h1>${title}</h1>
${info.description
  .split('\n\n')
  .map((text) => `<p>${prose(text)}</p>`)
  .join('')}
<p>Send <code>Authorization: Bearer TOKEN</code>. Every response has these headers:
${Object.keys(components.headers).map(escapeHtml).join(', ')}. For machines: <a href="openapi.json">openapi.json</a>.</p>
${groups
  .map(
    ({ name, description, entries }) => `<h2>${name}</h2><p>${prose(description)}</p>
${entries.map(({ method, path, operation }) => operationSection(method, path, operation, document)).join('\n')}`,
  )
  .join('\n')}
<h2>Objects</h2>
${schemas.map(([name, schema]) => schemaSection(name, schema)).join('\n')}
</main>
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
  `<a href="#${operation.operationId}" title="${escapeHtml(operation.summary)}">${method.toUpperCase()} ${escapeHtml(path)}</a>`
