// The colour tables of the two themes.
#include "ui/theme/colours.h"

namespace tessera::ui {

Colours darkColours() {
    return {
        .bar = QColor(0x232529),
        .panel = QColor(0x202226),
        .canvas = QColor(0x141517),
        .field = QColor(0x17181b),
        .fieldEdge = QColor(0x17181b),
        .raised = QColor(0x2c2f35),
        .raisedHover = QColor(0x363a41),
        .line = QColor(0x121315),
        .outline = QColor(0x3a3e45),
        .text = QColor(0xd6d8dc),
        .textMuted = QColor(0x9aa0a8),
        .textFaint = QColor(0x767c85),
        .accent = QColor(0x2f6f74),
        .accentHover = QColor(0x34797f),
        .onAccent = QColor(0xffffff),
        .accentLine = QColor(0x7cc4c6),
        .selection = QColor(0x2b3a3c),
        .hover = QColor(0x282b30),
        .good = QColor(0x7fd1a8),
        .warning = QColor(0xe3b341),
        .bad = QColor(0xf0857a),
        .halo = QColor(0x101113),
        .overlay = QColor(0xffffff),
    };
}

Colours lightColours() {
    return {
        .bar = QColor(0xeceef0),
        .panel = QColor(0xf5f6f7),
        .canvas = QColor(0xd3d6da),
        .field = QColor(0xffffff),
        .fieldEdge = QColor(0xd3d6da),
        .raised = QColor(0xe2e5e8),
        .raisedHover = QColor(0xd6dade),
        .line = QColor(0xd3d6da),
        .outline = QColor(0xc3c8cd),
        .text = QColor(0x2a2d32),
        .textMuted = QColor(0x5a6068),
        .textFaint = QColor(0x7c828a),
        .accent = QColor(0x2f6f74),
        .accentHover = QColor(0x285f63),
        .onAccent = QColor(0xffffff),
        .accentLine = QColor(0x2f7f85),
        .selection = QColor(0xcfe3e4),
        .hover = QColor(0xe9ebee),
        .good = QColor(0x24794f),
        .warning = QColor(0x8f6200),
        .bad = QColor(0xb23a30),
        .halo = QColor(0x101113),
        .overlay = QColor(0xffffff),
    };
}

}  // namespace tessera::ui
