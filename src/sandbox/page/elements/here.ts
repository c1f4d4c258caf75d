import { createContext } from 'preact';

/** The channel a person stands in, for menus that default to the current conversation. */
export const HereContext = createContext<string | undefined>(undefined);
