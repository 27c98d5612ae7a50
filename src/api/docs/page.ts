import type { openApiDocument } from './openapi'

type Document = ReturnType<typeof openApiDocument>
type PathItem = NonNullable<Document['paths']>[string]
type Operation = NonNullable<PathItem['get']>

const METHODS = ['get', 'post', 'patch', 'put', 'delete'] as const

const STYLE = `
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  h2 { margin-top: 2.5rem; border-bottom: 1px solid #8886; padding-bottom: .25rem }
  code, pre { font-family: ui-monospace, monospace; font-size: .9em }
  pre { white-space: pre-wrap } table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8883 }
  .method { text-transform: uppercase; font-weight: 700 }`

/** The reference as one page of HTML that loads nothing else. */
export function referencePage(document: Document): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation ? [operationSection(method, path, operation)] : []
    }),
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.info.title)}: API reference</title>
<style>${STYLE}</style>
<h1>${escapeHtml(document.info.title)}</h1>
<pre>${escapeHtml(document.info.description ?? '')}</pre>
<p>Every route but <code>/health</code>, <code>/openapi.json</code> and <code>/docs</code> asks for
<code>Authorization: Bearer TOKEN</code>. The same contract for machines: <a href="openapi.json">openapi.json</a>.</p>
${operations.join('\n')}
</html>
`
}

function operationSection(method: string, path: string, operation: Operation): string {
  return `<h2><span class="method">${method}</span> <code>${escapeHtml(path)}</code></h2>
<p>${escapeHtml(operation.summary ?? '')}. ${escapeHtml(operation.description ?? '')}</p>
${parameterTable(operation)}
${answerTable(operation)}`
}

function parameterTable({ parameters = [] }: Operation): string {
  const rows = parameters.flatMap((parameter) =>
    'name' in parameter
      ? [
          row(
            code(parameter.name),
            escapeHtml(schemaText(parameter.schema)),
            escapeHtml(parameter.description ?? ''),
          ),
        ]
      : [],
  )
  return rows.length === 0
    ? ''
    : `<table><tr><th>Parameter<th>Values<th></tr>${rows.join('')}</table>`
}

function answerTable({ responses = {} }: Operation): string {
  const rows = Object.entries(responses).map(([status, answer]) =>
    row(code(status), escapeHtml('description' in answer ? answer.description : '')),
  )
  return `<table><tr><th>Status<th>Answer</tr>${rows.join('')}</table>`
}

function schemaText(schema: unknown): string {
  if (typeof schema !== 'object' || schema === null) return ''
  if ('enum' in schema && Array.isArray(schema.enum)) return schema.enum.join(', ')
  const range =
    'minimum' in schema && 'maximum' in schema ? ` ${schema.minimum} to ${schema.maximum}` : ''
  const initially = 'default' in schema ? `, default ${schema.default}` : ''
  const type = 'format' in schema ? schema.format : 'type' in schema ? schema.type : ''
  return `${type}${range}${initially}`
}

const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}`).join('')}</tr>`
const code = (text: string) => `<code>${escapeHtml(text)}</code>`
const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
