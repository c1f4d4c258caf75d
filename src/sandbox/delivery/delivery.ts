export interface Delivery {
  type: DeliveryType;
  payload: Json;
  /** 0 for the first attempt. */
  retryNum: number;
  retryReason?: string;
}

export type DeliveryType = 'event' | 'interaction' | 'command' | 'options';

export type Json = Record<string, unknown>;
