/** The names under which tools send the same thing, the most telling first. Source: facts/intake.md, 1.3 "Generic JSON". */
export const ID = ['external_id', 'id', 'mention_id', 'post_id', 'guid', 'uuid'];
export const LINK = ['url', 'link', 'permalink', 'original_url'];
export const FULL_TEXT = ['full_text', 'text', 'content', 'body', 'message', 'description'];
export const SNIPPET = ['snippet', 'excerpt', 'summary'];
export const PUBLISHED = ['published_at', 'published', 'date', 'datetime', 'created_at', 'timestamp', 'time'];
export const NETWORK = ['network', 'platform', 'channel', 'page_type', 'source_type', 'source'];
export const LANGUAGE = ['language', 'lang', 'language_code'];
export const QUERY = ['query', 'query_name', 'keyword', 'alert', 'topic'];

/**
 * What listening suites call their columns, where it is none of the names above. Letters and digits of the header in
 * lower case, to the name it is read as. `Source` names an outlet in exports, not the tool that sent them.
 * Source: the column lists of the CSV exports of Meltwater, Brandwatch and Talkwalker.
 */
export const COLUMNS: Readonly<Record<string, string>> = {
  // Meltwater
  hitsentence: 'snippet',
  openingtext: 'excerpt',
  inputname: 'query_name',
  influencer: 'author',
  tweetid: 'id',
  documentid: 'id',
  twitterscreenname: 'screen_name',
  twitterfollowers: 'followers',
  userprofileurl: 'author_url',
  source: 'channel',
  sourcename: 'channel',
  // Brandwatch
  resourceid: 'id',
  reachnew: 'reach',
  pagetypename: 'page_type',
  // Talkwalker
  contentsnippet: 'snippet',
  titlesnippet: 'title',
  extraauthorattributesname: 'author_name',
  extraauthorattributesurl: 'author_url',
  // What people call them by hand.
  posturl: 'url',
  mentionurl: 'url',
  articleurl: 'url',
  linktopost: 'url',
  posttext: 'text',
  tweettext: 'text',
  mentiontext: 'text',
  reviewtext: 'text',
  comment: 'text',
  posted: 'published_at',
  postedat: 'published_at',
  postdate: 'published_at',
  publishdate: 'published_at',
  publisheddate: 'published_at',
  publicationdate: 'published_at',
  dateandtime: 'published_at',
  potentialreach: 'reach',
  estimatedreach: 'reach',
  reachestimate: 'reach',
};
