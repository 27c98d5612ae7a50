import * as z from 'zod'
import { REFERENCE_FOLDER, type Reference, type ReferenceFile } from '../api/docs/handlers'

interface Assets {
  fetch: (url: string) => Promise<Response>
}

const bindings = z.object({
  ASSETS: z.custom<Assets>((value) => typeof value === 'object' && value !== null).optional(),
})

/** Reads the reference from the static assets of `wrangler.toml`. */
export function referenceIn(env: unknown): Reference {
  const assets = bindings.safeParse(env).data?.ASSETS
  return async (file) => {
    const response = await assets?.fetch(`https://assets.invalid/${REFERENCE_FOLDER}/${file}`)
    const text = response?.ok ? await response.text() : null
    return text !== null && isReference(file, text) ? text : null
  }
}

/** False for the document of the page, which is served for every path without a file. */
const isReference = (file: ReferenceFile, text: string): boolean =>
  file === 'openapi.json' ? text.startsWith('{') : !text.includes('<div id="page">')
