"use strict";

/* Buttons that copy what stands beside them; they show only where the browser can. */

if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copies]")) {
        const source = document.getElementById(button.dataset.copies);
        button.hidden = false;
        button.addEventListener("click", async () => {
            await navigator.clipboard.writeText(source.innerText.trim());
            button.classList.add("is-copied");
            document.getElementById("announcement").textContent = button.dataset.copied;
        });
    }
}
