// A small picture with its caption, which can be chosen, looked at large, copied and saved.
#pragma once

#include <QAbstractButton>
#include <QColor>
#include <QImage>

namespace tessera::ui {

/// Clicks choose it (see QAbstractButton::setCheckable); Enter or a double click opens it in a
/// window of its own; the menu copies and saves.
class PictureTile : public QAbstractButton {
    Q_OBJECT

public:
    explicit PictureTile(QWidget* parent = nullptr);

    /// `swatch`: a class's colour before the caption; invalid: none.
    void setPicture(const QImage& picture, const QString& caption, const QColor& swatch = {});
    const QImage& picture() const { return picture_; }
    QString caption() const { return text(); }
    /// Struck through: it does not take part.
    void setMuted(bool muted);
    bool isMuted() const { return muted_; }
    /// Whether its menu and M ask for that.
    void offerMute(bool offer) { offersMute_ = offer; }
    /// Whether its menu and Delete ask for it to go.
    void offerRemove(bool offer) { offersRemove_ = offer; }
    /// What it asks its layout for; its height follows the picture.
    void setPreferredWidth(int width);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void muteRequested();
    void removeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QImage picture_;
    QColor swatch_;
    bool muted_ = false;
    bool offersMute_ = false;
    bool offersRemove_ = false;
    int preferredWidth_ = 152;
};

}  // namespace tessera::ui
