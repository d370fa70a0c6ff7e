// The tip's text and place.
#include "ui/welcome/first_tip.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace tessera::ui {

QStringList FirstTip::lines() {
    return {tr("Choose a class at the left, then paint: the photo follows every stroke."),
            tr("B is the brush, E the eraser, F fills; [ and ] change the size."),
            tr("Digits choose classes, P or Ctrl picks the one under the pointer."),
            tr("Drag the divider to see labels or photo; the wheel zooms, Space moves."),
            tr("The die rolls another light and weather; Ctrl+Z takes anything back.")};
}

FirstTip::FirstTip(QWidget* host) : QFrame(host) {
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("First steps"));
    setAccessibleDescription(lines().join(QLatin1Char(' ')));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    auto* title = new QLabel(tr("From brush to photo"));
    title->setFont(Theme::font(Metrics::fontSize, true));
    column->addWidget(title);
    for (const QString& line : lines()) {
        auto* label = new QLabel(line);
        setRole(label, Role::Muted);
        column->addWidget(label);
    }
    auto* start = new QPushButton(tr("Start painting"));
    setRole(start, Role::Primary);
    describe(start, tr("Start painting"), tr("F1 shows this again"));
    column->addSpacing(Metrics::unit);
    column->addWidget(start, 0, Qt::AlignLeft);
    connect(start, &QPushButton::clicked, this, &QWidget::close);
    host->installEventFilter(this);
    place();
    show();
    raise();
    start->setFocus();
}

void FirstTip::place() {
    adjustSize();
    QRect frame = rect();
    frame.moveCenter(parentWidget()->rect().center());
    setGeometry(frame);
}

bool FirstTip::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

void FirstTip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Return) {
        close();
    } else {
        QFrame::keyPressEvent(event);
    }
}

void FirstTip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours().outline);
    painter.setBrush(colours().panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

}  // namespace tessera::ui
