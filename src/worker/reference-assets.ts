import * as z from 'zod'
import type { Reference } from '../api/docs/handlers'

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
    const response = await assets?.fetch(`https://assets.invalid/${file}`)
    return response?.ok ? response.text() : null
  }
}
