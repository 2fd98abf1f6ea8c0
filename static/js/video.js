// Counts the seconds of a film that were really played, here or in a player from elsewhere, and
// tells each quarter once. Nothing is asked of another host before the film is pressed.
const LEVELS = [0.25, 0.5, 0.75, 0.97];
// Players tell their time a few times a second; a longer way than this in one go is a jump.
const LONGEST_STEP = 2.5;

// Stretches of a film, each second of it counted once, however often it is seen.
export const stretches = () => {
  let parts = [];
  return {
    add(from, to) {
      const apart = parts.filter(([start, end]) => end < from || start > to);
      const met = parts.filter(([start, end]) => end >= from && start <= to);
      const all = [...met, [from, to]];
      parts = [...apart, [Math.min(...all.map(([start]) => start)), Math.max(...all.map(([, end]) => end))]];
    },
    seconds: () => parts.reduce((sum, [start, end]) => sum + end - start, 0),
  };
};

const teller = (form, note) => {
  const field = form.elements.played;
  const before = Number(field.value);
  const levels = [...LEVELS];
  return (played, duration) => {
    field.value = Math.max(before, Math.round(played));
    let isReached = false;
    while (duration && levels.length && played >= levels[0] * duration) {
      levels.shift();
      isReached = true;
    }
    if (isReached) note(form, { act: "save" });
  };
};

const own = (film, tell) => {
  const keep = () => {
    const { played } = film;
    const seconds = Array.from({ length: played.length }, (_, i) => played.end(i) - played.start(i));
    tell(seconds.reduce((a, b) => a + b, 0), film.duration);
  };
  film.addEventListener("timeupdate", keep);
  film.addEventListener("ended", keep);
};

// What a player from elsewhere says of its time: one count for both.
const counter = (seconds, tell) => {
  const seen = stretches();
  let last = null;
  return {
    stop() { last = null; },
    at(time, duration) {
      if (last !== null && time > last && time - last <= LONGEST_STEP) seen.add(last, time);
      last = time;
      tell(seen.seconds(), duration || seconds);
    },
  };
};

const youtube = (send, count) => {
  let isPlaying = false;
  let duration = 0;
  let tries = 100;
  const hello = setInterval(() => {
    send({ event: "listening", id: "film", channel: "widget" });
    if (!--tries) clearInterval(hello);
  }, 300);
  return (said) => {
    if (said.event === "initialDelivery" || said.event === "onReady") clearInterval(hello);
    const info = said.info;
    if (!info || typeof info !== "object") return;
    duration = info.duration || duration;
    if (typeof info.playerState === "number") isPlaying = info.playerState === 1;
    if (!isPlaying) count.stop();
    else if (typeof info.currentTime === "number") count.at(info.currentTime, duration);
  };
};

const vimeo = (send, count) => (said) => {
  if (said.event === "ready") ["timeupdate", "play", "pause", "seeked", "ended"].forEach((value) => send({ method: "addEventListener", value }));
  if (["pause", "seeked", "ended"].includes(said.event)) count.stop();
  if (said.event === "timeupdate" && said.data) count.at(said.data.seconds, said.data.duration);
};

const read = (data) => {
  if (typeof data !== "string") return data || {};
  try { return JSON.parse(data) || {}; } catch { return {}; }
};

const elsewhere = (figure, tell) => {
  const { player, title, seconds } = figure.dataset;
  const { origin } = new URL(player);
  const still = figure.querySelector(".still");
  const play = () => {
    const frame = Object.assign(document.createElement("iframe"), {
      src: player.includes("enablejsapi") ? `${player}&origin=${encodeURIComponent(location.origin)}` : player,
      title,
      allow: "autoplay; fullscreen; picture-in-picture; encrypted-media",
      allowFullscreen: true,
      referrerPolicy: "strict-origin",
    });
    const send = (words) => frame.contentWindow && frame.contentWindow.postMessage(JSON.stringify(words), origin);
    const count = counter(Number(seconds), tell);
    const hear = (player.includes("enablejsapi") ? youtube : vimeo)(send, count);
    const listen = (event) => {
      if (!frame.isConnected) removeEventListener("message", listen);
      else if (event.origin === origin && event.source === frame.contentWindow) hear(read(event.data));
    };
    addEventListener("message", listen);
    still.replaceWith(frame);
    frame.focus();
  };
  still.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    play();
  });
};

export const wake = (root, say, note) => {
  const form = root.parentElement.querySelector("form [name=played]").form;
  const tell = teller(form, note);
  const film = root.querySelector("video");
  const figure = root.querySelector("[data-player]");
  if (film) own(film, tell);
  if (figure) elsewhere(figure, tell);
};
