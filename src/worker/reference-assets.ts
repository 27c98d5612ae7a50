import * as z from 'zod'

/** What is written of the routes when the Worker is built. */
export type ReferenceFile = 'openapi.json' | 'docs.html'

/** Reads a file of the reference; null when the Worker was deployed without them. */
export type Reference = (file: ReferenceFile) => Promise<string | null>

interface Assets {
  fetch: (url: string) => Promise<Response>
}

const bindings = z.object({
  ASSETS: z.custom<Assets>((value) => typeof value === 'object' && value !== null).optional(),
})

/** No reference at all. */
export const noReference: Reference = async () => null

/** The reference among the static assets of `wrangler.toml`. */
export function referenceIn(env: unknown): Reference {
  const assets = bindings.safeParse(env).data?.ASSETS
  return async (file) => {
    const response = await assets?.fetch(`https://assets.invalid/${file}`)
    return response?.ok ? response.text() : null
  }
}
