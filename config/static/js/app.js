"use strict";

/* What HTML cannot do by itself: two keys, the focus after an error, and menus that close. */

const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]");

function openDialog(id) {
    document.getElementById(id)?.showModal();
}

function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
        if (menu !== except) {
            menu.open = false;
        }
    }
}

document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
        closeMenus(null);
        return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
    }
    const search = document.querySelector("[data-search]");
    if (event.key === "/" && search) {
        event.preventDefault();
        search.focus();
        search.select();
    } else if (event.key === "?") {
        openDialog("keyboard");
    }
});

document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"));
    const opener = event.target.closest("[data-opens]");
    if (opener) {
        openDialog(opener.dataset.opens);
    }
});

for (const upload of document.querySelectorAll("[data-upload]")) {
    const input = upload.querySelector("input[type=file]");
    upload.addEventListener("dragover", (event) => {
        event.preventDefault();
        upload.dataset.dragging = "";
    });
    upload.addEventListener("dragleave", () => delete upload.dataset.dragging);
    upload.addEventListener("drop", (event) => {
        event.preventDefault();
        delete upload.dataset.dragging;
        input.files = event.dataTransfer.files;
    });
}

document.querySelector("[data-focus]")?.focus();

/* A filter that asks nothing does not belong in the address. */
document.addEventListener("htmx:configRequest", (event) => {
    const asked = event.detail.formData;
    for (const [name, value] of [...asked.entries()]) {
        if (value === "") {
            asked.delete(name);
        }
    }
});

/* Who cannot see the list change hears how many rows it has now. */
document.addEventListener("htmx:afterSwap", (event) => {
    const said = event.target.querySelector(".count, .empty h2, .empty p");
    document.getElementById("announcement").textContent = said?.textContent.trim() ?? "";
});

document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) {
        window.print();
    }
});
