import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'))

const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string(),
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
        bin: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(read('package-lock.json'))

const { allowScripts, optionalDependencies } = z
  .object({
    allowScripts: z.record(z.string(), z.boolean()),
    optionalDependencies: z.record(z.string(), z.string()),
  })
  .parse(read('package.json'))

const installed = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, one]) => ({ name: path.replace(/^.*node_modules\//, ''), ...one }))

describe('the lock file', () => {
  it('holds the integrity of every package, and no address of a registry', () => {
    const loose = installed.filter(({ integrity }) => !integrity?.startsWith('sha512-'))
    expect(loose.map(({ name }) => name)).toEqual([])
    expect(installed.filter(({ resolved }) => resolved).map(({ name }) => name)).toEqual([])
  })

  it('holds the Node of every platform in one version: only these packages bring a node', () => {
    const nodes = installed.filter(({ bin }) => bin?.node)
    expect(nodes.map(({ name }) => name).toSorted()).toEqual(Object.keys(optionalDependencies))
    expect(new Set(nodes.map(({ version }) => version)).size).toBe(1)
    expect(Object.values(optionalDependencies)).toEqual(nodes.map(({ version }) => version))
  })

  it('has no install script about which package.json does not decide', () => {
    const scripts = installed.filter(({ hasInstallScript }) => hasInstallScript)
    const names = [...new Set(scripts.map(({ name }) => name))].toSorted()
    expect(names).toEqual(Object.keys(allowScripts).toSorted())
  })
})
