import { readFile } from 'node:fs/promises'
import type { Plugin } from 'rolldown'

const WRITERS = /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/

/**
 * Leaves out of the bundle how Zod writes JSON Schema: that happens when the reference is written, never in the Worker, but
 * each schema refers to it.
 */
export const withoutJsonSchema = (): Plugin => ({
  name: 'without-json-schema',
  async load(id) {
    if (!WRITERS.test(id)) return null
    const text = await readFile(id, 'utf8')
    const names = [...text.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(
      ([, name]) => name,
    )
    return names.map((name) => `export const ${name} = () => undefined`).join('\n')
  },
})
