import * as z from 'zod'
import { SCOPES } from '../auth/scopes'
import { field } from '../lists/fields'

const scope = z.string().meta({
  id: 'Scope',
  enum: [...SCOPES],
  description:
    'What a token may do. read: every GET. sync: start syncs. edit: every other write. raw: with read, get payloads as Alpaca sent them. calendar: read the calendar feed, with the token in its address.',
})

export const meSchema = z
  .object({
    status: field.success(),
    name: field.text('Name of the token, from the settings.'),
    scopes: field.list(scope, 'What the token may do.'),
  })
  .meta({ id: 'Me', description: 'The token of the request, without its text.' })
