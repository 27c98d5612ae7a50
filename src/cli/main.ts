#!/usr/bin/env node
import { endWithReader, outputTo } from './output.js'
import { runCommandLine } from './run.js'
import { paintFor } from './table.js'

const { stdout, stderr, env, argv } = process

endWithReader(stdout, stderr)
process.exitCode = await runCommandLine(argv.slice(2), {
  env,
  out: outputTo(stdout),
  err: outputTo(stderr),
  paint: paintFor(stdout.isTTY === true, env),
})
