"use strict";

/* A bid: the time that is left by the server's clock, the words of an answer, and failed saves. */

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

function clockText(milliseconds) {
    const seconds = Math.floor(milliseconds / SECOND);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

function leftText(notice, milliseconds) {
    if (milliseconds <= 0) {
        return notice.dataset.over;
    }
    const days = Math.floor(milliseconds / DAY);
    const time = clockText(milliseconds % DAY);
    const { time: hours, day, days: more } = notice.dataset;
    const text = [hours, day][days] ?? more;
    return text.replace("{days}", days).replace("{time}", time);
}

/* The page's own clock may be wrong; how much time went by since it was made is not. */
for (const notice of document.querySelectorAll("[data-countdown]")) {
    const left = notice.querySelector("[data-left]");
    const atStart = Date.parse(notice.dataset.closes) - Date.parse(notice.dataset.now);
    const show = () => {
        left.textContent = leftText(notice, atStart - performance.now());
    };
    show();
    setInterval(show, SECOND);
}

function wordsIn(text) {
    return text.split(/\s+/u).filter(Boolean).length;
}

function countWords(area) {
    const line = document.getElementById(area.dataset.words);
    const count = wordsIn(area.value);
    line.querySelector("[data-count]").textContent = count;
    line.classList.toggle("field-error", count > Number(area.dataset.wordsMost ?? Infinity));
}

for (const area of document.querySelectorAll("[data-words]")) {
    countWords(area);
    area.addEventListener("input", () => countWords(area));
}

for (const form of document.querySelectorAll("[data-keeps]")) {
    const tell = () => {
        document.getElementById("saved").textContent = form.dataset.failed;
    };
    form.addEventListener("htmx:sendError", tell);
    form.addEventListener("htmx:responseError", tell);
}
