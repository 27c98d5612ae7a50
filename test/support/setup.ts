import { afterAll } from 'vitest'
import { giveBackDatabases } from './database'

afterAll(giveBackDatabases)
