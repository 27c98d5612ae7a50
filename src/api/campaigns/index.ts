import { createRouter } from '../http/router'
import { list, oneCampaign } from './handlers'
import { getCampaign, getCampaigns } from './routes'

export const campaignsRouter = () =>
  createRouter().openapi(getCampaigns, list).openapi(getCampaign, oneCampaign)
