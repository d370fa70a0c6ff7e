// A scroll area set up.
#include "ui/theme/column_scroll.h"

#include <QScrollArea>

namespace tessera::ui {

QScrollArea* newColumnScroll(QWidget* body) {
    auto* scroll = new QScrollArea;
    if (body != nullptr) {
        scroll->setWidget(body);
    }
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return scroll;
}

}  // namespace tessera::ui
