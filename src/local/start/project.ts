import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'smol-toml'
import * as z from 'zod'

/** The root folder of the project. */
export const projectFolder = fileURLToPath(new URL('../../..', import.meta.url))

const wranglerToml = z.object({
  name: z.string(),
  main: z.string(),
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()).default([]),
  assets: z.object({
    directory: z.string(),
    binding: z.string(),
    html_handling: z.literal('none'),
    not_found_handling: z.literal('single-page-application'),
    run_worker_first: z.array(z.string()),
  }),
  durable_objects: z.object({
    bindings: z.array(z.object({ name: z.string(), class_name: z.string() })),
  }),
  exports: z.record(
    z.string(),
    z.object({ type: z.literal('durable-object'), storage: z.literal('sqlite') }),
  ),
  queues: z.object({
    producers: z.array(z.object({ binding: z.string(), queue: z.string() })),
    consumers: z.array(
      z.object({
        queue: z.string(),
        max_batch_size: z.number(),
        max_batch_timeout: z.number(),
        max_concurrency: z.number().optional(),
        max_retries: z.number(),
        retry_delay: z.number(),
        dead_letter_queue: z.string().optional(),
      }),
    ),
  }),
  triggers: z.object({ crons: z.array(z.string()) }),
  ratelimits: z.array(
    z.object({
      name: z.string(),
      namespace_id: z.string(),
      simple: z.object({ limit: z.number(), period: z.literal([10, 60]) }),
    }),
  ),
})

/** The Worker as `wrangler.toml` describes it, so that it runs here as it will be deployed. */
export type WorkerConfig = z.infer<typeof wranglerToml>

/**
 * Reads `wrangler.toml`, with the settings of the queues, which stand behind a # until a deployment
 * needs them.
 */
export const readWorkerConfig = (): WorkerConfig => {
  const text = readFileSync(`${projectFolder}wrangler.toml`, 'utf8')
  return wranglerToml.parse(parse(text.replaceAll(/^#(?=\S)/gm, '')))
}
