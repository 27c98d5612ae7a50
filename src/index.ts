export { default } from './worker'
export { LiveFeed } from './worker/live-feed'
