import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { REFERENCE_FOLDER } from '../../src/api/docs/handlers'
import { type LocalBuild, localBuild } from '../../src/local/build/local-build'

const schema = z.object({
  description: z.string().optional(),
  properties: z.record(z.string(), z.object({ description: z.string().optional() })).default({}),
})

const operation = z.object({ summary: z.string(), description: z.string() })

const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
})

describe('the bundle of the Worker', () => {
  let build: LocalBuild

  beforeAll(async () => {
    build = await localBuild()
  })

  it('has no description of an operation or a response, which stand in the static assets', async () => {
    const text = await readFile(join(build.assets, REFERENCE_FOLDER, 'openapi.json'), 'utf8')
    const { paths, components } = documentShape.parse(JSON.parse(text))
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
    const answers = Object.entries(components.schemas).flatMap(([name, { properties, ...rest }]) =>
      name.endsWith('Request') ? [] : [rest, ...Object.values(properties)],
    )
    const texts = [
      ...operations.flatMap(({ summary, description }) => [summary, description]),
      ...answers.flatMap(({ description }) => description ?? []),
    ].filter((one) => one.length > 20)
    expect(texts.length).toBeGreaterThan(200)
    expect(texts.filter((one) => build.code.includes(one))).toEqual([])
  })

  it('has no generator of OpenAPI documents', () => {
    expect(build.code).not.toContain('#/components/schemas/')
  })
})
