// From the left, eight pixels apart.
#include "ui/train/picture_row.h"

#include <QLabel>
#include <algorithm>

#include "ui/photo/photo_view.h"
#include "ui/theme/theme.h"

namespace tessera::ui {

namespace {
constexpr int kMargin = 12;
constexpr int kCaption = 20;
constexpr int kLeast = 72;

double aspectOf(const QImage& picture) {
    return picture.isNull() ? 0 : double(picture.width()) / picture.height();
}
}  // namespace

PictureRow::PictureRow(QWidget* parent) : QWidget(parent) {
    setMinimumHeight(2 * kMargin + kCaption + kLeast);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
}

void PictureRow::setPictures(const QList<QImage>& pictures, const QStringList& captions) {
    while (views_.size() < pictures.size()) {
        views_ << new PhotoView(this);
        captions_ << new QLabel(this);
        captions_.last()->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        setRole(captions_.last(), Role::Muted);
    }
    captioned_ = !captions.join(QString()).isEmpty();
    for (qsizetype i = 0; i < views_.size(); ++i) {
        const bool used = i < pictures.size();
        views_[i]->setVisible(used);
        captions_[i]->setVisible(used && captioned_);
        if (used) {
            views_[i]->setPhoto(pictures[i]);
            views_[i]->setAccessibleName(captions.value(i));
            captions_[i]->setText(captions.value(i));
        }
    }
    place();
}

void PictureRow::setProblem(const QString& text) {
    for (PhotoView* view : views_) {
        view->setProblem(view == views_.last() ? text : QString());
    }
}

void PictureRow::resizeEvent(QResizeEvent*) {
    place();
}

void PictureRow::place() {
    QList<double> aspects;
    for (const PhotoView* view : views_) {
        if (view->isVisibleTo(this)) {
            aspects << aspectOf(view->photo());
        }
    }
    double shape = 1;  // where nobody has one
    for (double& aspect : aspects) {
        shape = aspect > 0 ? aspect : shape;
        aspect = aspect > 0 ? aspect : shape;
    }
    double sum = 0;
    for (const double aspect : aspects) {
        sum += aspect;
    }
    const int caption = captioned_ ? kCaption : 0;
    const auto gaps = static_cast<int>((aspects.size() - 1) * Metrics::unit);
    const int high = std::max(kLeast,
                              std::min(height() - 2 * kMargin - caption,
                                       static_cast<int>((width() - 2 * kMargin - gaps) / sum)));
    double x = kMargin;
    for (qsizetype i = 0; i < aspects.size(); ++i) {
        const QRect where(qRound(x), kMargin, qRound(high * aspects[i]), high);
        views_[i]->setGeometry(where);
        captions_[i]->setGeometry(where.x(), kMargin + high, where.width(), kCaption);
        x += high * aspects[i] + Metrics::unit;
    }
}

}  // namespace tessera::ui
