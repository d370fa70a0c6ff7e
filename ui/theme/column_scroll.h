// Where a panel's contents go that may be longer than the panel.
#pragma once

class QScrollArea;
class QWidget;

namespace tessera::ui {

/// Without a frame, as wide as its place, scrolled up and down alone. `body`, which it then owns,
/// may come later.
QScrollArea* newColumnScroll(QWidget* body = nullptr);

}  // namespace tessera::ui
