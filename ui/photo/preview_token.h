// Numbers for previews, so that each asker knows its own answers.
#pragma once

namespace tessera::ui {

/// Another number each time; GUI thread only.
inline int nextPreviewToken() {
    static int last = 0;
    return ++last;
}

}  // namespace tessera::ui
