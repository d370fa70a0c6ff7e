// The photo, and what one can do with it.
#include "ui/photo/photo_panel.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "ui/photo/floating_photo.h"
#include "ui/photo/photo_view.h"
#include "ui/theme/section_header.h"

namespace tessera::ui {

PhotoPanel::PhotoPanel(QWidget* parent) : QWidget(parent) {
    header_ = new SectionHeader(tr("Photo"));
    copy_ = header_->addButton(Icon::Copy, tr("Copy the photo"));
    export_ = header_->addButton(Icon::Export, tr("Export the photo"));
    QToolButton* floats = header_->addButton(
        tr("Float live"), tr("Show the live photo in a window of its own, on any screen"));
    view_ = new PhotoView;

    auto* room = new QVBoxLayout;
    room->setContentsMargins(10, 10, 10, 10);
    room->addWidget(view_);
    room->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addLayout(room);

    connect(copy_, &QToolButton::clicked, this, &PhotoPanel::copyRequested);
    connect(export_, &QToolButton::clicked, this, &PhotoPanel::exportRequested);
    connect(floats, &QToolButton::clicked, this, &PhotoPanel::floatLive);
    updateButtons();
}

PhotoPanel::~PhotoPanel() = default;

const QImage& PhotoPanel::photo() const {
    return view_->photo();
}

FloatingPhoto* PhotoPanel::floating() const {
    return floating_;
}

void PhotoPanel::setPhoto(const QImage& photo) {
    view_->setPhoto(photo);
    if (floating_) {
        floating_->setPhoto(photo);
    }
    updateButtons();
}

void PhotoPanel::setProblem(const QString& text) {
    view_->setProblem(text);
}

void PhotoPanel::updateButtons() {
    const bool there = !photo().isNull();
    const QString reason = there ? QString() : tr("There is no photo yet");
    copy_->setEnabled(there);
    export_->setEnabled(there);
    describe(copy_, tr("Copy the photo"), reason);
    describe(export_, tr("Export the photo"), reason);
}

void PhotoPanel::floatLive() {
    if (!floating_) {
        floating_ = new FloatingPhoto(window());
        floating_->setPhoto(photo());
    }
    floating_->show();
    floating_->raise();
    floating_->activateWindow();
}

}  // namespace tessera::ui
