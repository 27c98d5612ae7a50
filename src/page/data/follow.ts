import type { LiveFeed, LiveOptions, LiveState } from '../../client/index.js'
import { api } from './api'

/** How the events of an account arrive. `closed` is final: the API refused. */
export type FeedState = LiveState

/** Follows the events of an account until it is closed. */
export const openFeed = (options: LiveOptions): LiveFeed => api.live(options)
