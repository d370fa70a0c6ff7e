// Notices by topic, the newest in sight.
#include "ui/studio/bars/notice_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kInfoMilliseconds = 8000;

QColor colourOf(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::Problem:
            return colours().bad;
        case NoticeKind::Warning:
            return colours().warning;
        case NoticeKind::Info:
            break;
    }
    return colours().accentLine;
}
}  // namespace

NoticeBar::NoticeBar(QWidget* host)
    : QWidget(host), icon_(new QLabel(this)), text_(new QLabel(this)), buttons_(new QHBoxLayout) {
    setObjectName(QStringLiteral("notice"));
    setAttribute(Qt::WA_NoMousePropagation);
    setCursor(Qt::ArrowCursor);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::unit * 2, Metrics::unit, Metrics::unit, Metrics::unit);
    row->setSpacing(Metrics::unit);
    row->addWidget(icon_);
    row->addWidget(text_, 1);
    row->addLayout(buttons_);
    fade_.setSingleShot(true);
    connect(&fade_, &QTimer::timeout, this, [this] {
        if (!notices_.isEmpty()) {
            withdraw(notices_.last().topic);
        }
    });
    host->installEventFilter(this);
    hide();
}

void NoticeBar::show(NoticeKind kind,
                     const QString& topic,
                     const QString& text,
                     const QList<NoticeChoice>& choices) {
    notices_.removeIf([&](const Notice& notice) { return notice.topic == topic; });
    notices_.append({kind, topic, text, choices});
    showNewest();
}

void NoticeBar::withdraw(const QString& topic) {
    if (notices_.removeIf([&](const Notice& notice) { return notice.topic == topic; })) {
        showNewest();
    }
}

QString NoticeBar::text() const {
    return isHidden() ? QString() : text_->text();
}

void NoticeBar::showNewest() {
    fade_.stop();
    while (QLayoutItem* item = buttons_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    if (notices_.isEmpty()) {
        hide();
        return;
    }
    const Notice& notice = notices_.last();
    const Icon mark = notice.kind == NoticeKind::Info ? Icon::Check : Icon::Warning;
    icon_->setPixmap(
        icon(mark, colourOf(notice.kind))
            .pixmap(QSize(Metrics::smallIcon, Metrics::smallIcon), devicePixelRatioF()));
    text_->setText(notice.text);
    setAccessibleName(notice.text);
    addButtons(notice);
    if (notice.kind == NoticeKind::Info && notice.choices.isEmpty()) {
        fade_.start(kInfoMilliseconds);
    }
    place();
    setVisible(true);
    raise();
}

void NoticeBar::addButtons(const Notice& notice) {
    for (const NoticeChoice& choice : notice.choices) {
        auto* button = new QPushButton(choice.text, this);
        describe(button, choice.text);
        connect(
            button, &QPushButton::clicked, this, [this, topic = notice.topic, act = choice.act] {
                withdraw(topic);
                act();
            });
        buttons_->addWidget(button);
    }
    auto* close = new QToolButton(this);
    close->setIcon(icon(Icon::Close));
    close->setIconSize({Metrics::smallIcon, Metrics::smallIcon});
    describe(close, tr("Close this line"));
    connect(close, &QToolButton::clicked, this, [this, topic = notice.topic] { withdraw(topic); });
    buttons_->addWidget(close);
}

bool NoticeBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

void NoticeBar::place() {
    constexpr int kMargin = Metrics::unit * 2;
    constexpr int kWidest = 720;
    const QSize host = parentWidget()->size();
    const int width = std::min(host.width() - 2 * kMargin, kWidest);
    const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width)
                                                     : layout()->sizeHint().height();
    setGeometry(
        (host.width() - width) / 2, host.height() - height - 5 * Metrics::unit, width, height);
}

void NoticeBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours().outline, 1));
    painter.setBrush(colours().panel);
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::radius, Metrics::radius);
    if (!notices_.isEmpty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colourOf(notices_.last().kind));
        painter.drawRoundedRect(QRectF(5, 8, 3, height() - 16), 1.5, 1.5);
    }
}

}  // namespace tessera::ui
