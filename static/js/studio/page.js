// What the whole page of the studio needs, by one address, so that each part is there once.
import "./ladder.js";
import "./drag.js";
import "./keys.js";
import "./presence.js";
