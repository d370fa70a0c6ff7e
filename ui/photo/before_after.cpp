// Follows history and photos.
#include "ui/photo/before_after.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <algorithm>
#include <exception>

#include "core/document/painting.h"
#include "core/images/image_files.h"
#include "core/jobs/render_service.h"
#include "ui/photo/compare_view.h"
#include "ui/photo/preview_token.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

QImage pairImage(const QImage& before, const QImage& after) {
    constexpr int kGap = 8;
    QImage pair(before.width() + kGap + after.width(),
                std::max(before.height(), after.height()),
                QImage::Format_RGB888);
    pair.fill(colours().overlay);
    QPainter painter(&pair);
    painter.drawImage(0, 0, before);
    painter.drawImage(before.width() + kGap, 0, after);
    return pair;
}

BeforeAfterWindow::BeforeAfterWindow(Painting& painting,
                                     RenderService& renders,
                                     const QImage& now,
                                     QWidget* parent)
    : QWidget(parent, Qt::Window), painting_(painting), renders_(renders) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Before and after"));
    setWindowIcon(icon(Icon::App));
    view_ = new CompareView;
    view_->setAfter(now);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(createBar());
    column->addWidget(view_, 1);
    connect(&painting_, &Painting::historyChanged, this, &BeforeAfterWindow::listStates);
    connect(&painting_, &Painting::replaced, this, &BeforeAfterWindow::startAnew);
    connect(&renders_, &RenderService::previewed, this, &BeforeAfterWindow::receivePreview);
    connect(&renders_, &RenderService::rendered, this, &BeforeAfterWindow::receivePhoto);
    connect(&renders_, &RenderService::modelOpened, this, [this] {
        shown_ = {};
        requestBefore();
    });
    listStates();
}

QWidget* BeforeAfterWindow::createBar() {
    states_ = new QComboBox;
    describe(states_, tr("Before"), tr("Which state of the history to compare with"));
    states_->setMinimumWidth(200);
    auto* text = new QLabel(tr("&Before"));
    text->setBuddy(states_);
    export_ = new QPushButton(icon(Icon::Export), tr("Export the pair…"));
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, Metrics::unit, 12, Metrics::unit);
    row->addWidget(text);
    row->addWidget(states_);
    row->addStretch();
    row->addWidget(export_);
    connect(states_, &QComboBox::currentIndexChanged, this, &BeforeAfterWindow::requestBefore);
    connect(export_, &QPushButton::clicked, this, &BeforeAfterWindow::exportPair);
    return bar;
}

void BeforeAfterWindow::listStates() {
    const QStringList names = painting_.history();
    const int position = std::clamp(state(), 0, static_cast<int>(names.size()) - 1);
    {
        const QSignalBlocker quiet(states_);
        states_->clear();
        states_->addItems(names);
        states_->setCurrentIndex(position);
    }
    requestBefore();
}

void BeforeAfterWindow::startAnew() {
    view_->setBefore({});
    view_->setAfter({});
    shown_ = {};
    updateExport();
}

void BeforeAfterWindow::setState(int position) {
    states_->setCurrentIndex(position);
}

int BeforeAfterWindow::state() const {
    return states_->currentIndex();
}

void BeforeAfterWindow::requestBefore() {
    const PaintingData before = painting_.dataAt(state());
    if (before == shown_) {
        return;
    }
    shown_ = before;
    view_->setBefore({});
    updateExport();
    token_ = nextPreviewToken();
    renders_.preview(token_, RenderInput::of(before, painting_.revision()), LabelMap::kMaxSide);
}

void BeforeAfterWindow::receivePreview(int token, const QImage& photo) {
    if (token == token_) {
        token_ = 0;
        view_->setBefore(photo);
        updateExport();
        Q_EMIT pairChanged();
    }
}

void BeforeAfterWindow::receivePhoto(const RenderedPhoto& photo) {
    view_->setAfter(photo.image);
    updateExport();
    Q_EMIT pairChanged();
}

void BeforeAfterWindow::updateExport() {
    const bool both = !view_->before().isNull() && !view_->after().isNull();
    export_->setEnabled(both);
    describe(export_,
             tr("Export the pair"),
             both ? tr("Writes both photos side by side into one picture")
                  : tr("One of the photos is not there yet"));
}

void BeforeAfterWindow::exportPair() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export before and after"), proposedFile_, tr("Pictures (*.png *.jpg *.jpeg)"));
    if (file.isEmpty()) {
        return;
    }
    try {
        writePair(file);
    } catch (const std::exception& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
    }
}

void BeforeAfterWindow::writePair(const QString& file) const {
    writePhoto(pairImage(view_->before(), view_->after()), file);
}

void BeforeAfterWindow::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), colours().panel);
}

void BeforeAfterWindow::keyPressEvent(QKeyEvent* event) {
    event->key() == Qt::Key_Escape ? void(close()) : QWidget::keyPressEvent(event);
}

}  // namespace tessera::ui
