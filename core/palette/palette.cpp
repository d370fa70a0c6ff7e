#include "core/palette/palette.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>
#include <stdexcept>

#include "core/files/whole_file.h"
#include "core/palette/void.h"

namespace tessera {

struct Palette::Data : QSharedData {
    QString id;
    QString title;
    QString source;
    int voidId = 255;
    QColor voidColor;
    std::vector<PaletteClass> classes;
};

namespace {

constexpr int kMaxId = 65534;  // 65535 is what 16-bit files hold for id -1

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Palette)
};

[[noreturn]] void refuse(const QString& reason) {
    throw std::runtime_error(reason.toStdString());
}

QColor colorFromJson(const QString& text, const QString& className) {
    static const QRegularExpression form(QStringLiteral("^#[0-9a-fA-F]{6}$"));
    if (!form.match(text).hasMatch()) {
        refuse(Text::tr("class %1 has the colour \"%2\", not #rrggbb").arg(className, text));
    }
    return QColor(text);
}

int intFromJson(const QJsonObject& object, const char* key, const QString& owner) {
    const QJsonValue value = object[QLatin1String(key)];
    const double number = value.toDouble(0.5);
    if (number != std::floor(number) || std::abs(number) > 1e6) {
        refuse(Text::tr("%1 has no whole number \"%2\"").arg(owner, QLatin1String(key)));
    }
    return static_cast<int>(number);
}

PaletteClass classFromJson(const QJsonValue& value, int position) {
    const QJsonObject object = value.toObject();
    const QString owner = Text::tr("class number %1").arg(position + 1);
    PaletteClass c;
    c.id = intFromJson(object, "id", owner);
    c.name = object[QLatin1String("name")].toString();
    c.color = colorFromJson(object[QLatin1String("color")].toString(), QString::number(c.id));
    c.trainable = object[QLatin1String("trainable")].toBool(true);
    c.group = object[QLatin1String("group")].toString();
    return c;
}

void checkClasses(const std::vector<PaletteClass>& classes, int voidId) {
    if (classes.empty() || classes.size() > Palette::kMaxClasses) {
        refuse(classes.empty()
                   ? Text::tr("the palette has no classes")
                   : Text::tr("the palette has more than %1 classes").arg(Palette::kMaxClasses));
    }
    QSet<int> ids{voidId};
    QSet<QString> names;
    for (const PaletteClass& c : classes) {
        if (c.name.trimmed().isEmpty()) {
            refuse(Text::tr("class %1 has no name").arg(c.id));
        }
        if (c.id < -1 || c.id > kMaxId) {
            refuse(Text::tr("class %1 has the id %2, outside -1 to %3")
                       .arg(c.name)
                       .arg(c.id)
                       .arg(kMaxId));
        }
        if (ids.contains(c.id)) {
            refuse(c.id == voidId ? Text::tr("class %1 has the void id %2").arg(c.name).arg(c.id)
                                  : Text::tr("the id %1 is given twice").arg(c.id));
        }
        if (names.contains(c.name.toCaseFolded())) {
            refuse(Text::tr("the name \"%1\" is given twice").arg(c.name));
        }
        if (!c.color.isValid() || c.color.alpha() != 255) {
            refuse(Text::tr("class %1 has no opaque colour").arg(c.name));
        }
        ids.insert(c.id);
        names.insert(c.name.toCaseFolded());
    }
}

bool hasColor(const std::vector<PaletteClass>& classes, QRgb color) {
    return std::any_of(classes.begin(), classes.end(), [color](const PaletteClass& c) {
        return (c.color.rgb() | 0xFF000000) == (color | 0xFF000000);
    });
}

/// The first grey from near black upwards that no class has.
QColor unusedGrey(const std::vector<PaletteClass>& classes) {
    for (int step = 0; step < 256; ++step) {
        const int level = (30 + step) % 256;
        if (!hasColor(classes, qRgb(level, level, level))) {
            return QColor(level, level, level);
        }
    }
    return QColor(255, 0, 255);
}

}  // namespace

Palette::Palette() : d_(new Data) {
    d_->voidColor = unusedGrey({});
}
Palette::Palette(const Palette& other) = default;
Palette& Palette::operator=(const Palette& other) = default;
Palette::~Palette() = default;

Palette::Palette(const QString& id,
                 const QString& title,
                 const QString& source,
                 int voidId,
                 std::vector<PaletteClass> classes)
    : d_(new Data) {
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9_.-]{1,64}$"));
    if (!form.match(id).hasMatch()) {
        refuse(
            Text::tr("the palette's id \"%1\" is not 1 to 64 letters, digits, _ . or -").arg(id));
    }
    if (voidId < 0 || voidId > kMaxId) {
        refuse(Text::tr("the void id %1 is outside 0 to %2").arg(voidId).arg(kMaxId));
    }
    checkClasses(classes, voidId);
    d_->id = id;
    d_->title = title.trimmed().isEmpty() ? id : title;
    d_->source = source;
    d_->voidId = voidId;
    d_->voidColor = unusedGrey(classes);
    d_->classes = std::move(classes);
}

Palette Palette::fromJson(const QByteArray& json, const QString& fileName) {
    try {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(json, &error);
        if (!document.isObject()) {
            refuse(error.error == QJsonParseError::NoError ? Text::tr("not a palette")
                                                           : Text::tr("not JSON at byte %1: %2")
                                                                 .arg(error.offset)
                                                                 .arg(error.errorString()));
        }
        const QJsonObject object = document.object();
        const QJsonArray list = object[QLatin1String("classes")].toArray();
        std::vector<PaletteClass> classes;
        classes.reserve(list.size());
        for (const auto& value : list) {
            classes.push_back(classFromJson(value, static_cast<int>(classes.size())));
        }
        return Palette(object[QLatin1String("id")].toString(),
                       object[QLatin1String("title")].toString(),
                       object[QLatin1String("source")].toString(),
                       intFromJson(object, "void", Text::tr("the palette")),
                       std::move(classes));
    } catch (const std::runtime_error& error) {
        fail(fileName, QString::fromUtf8(error.what()));
    }
}

QByteArray Palette::toJson() const {
    QJsonArray classes;
    for (const PaletteClass& c : d_->classes) {
        QJsonObject object{{QStringLiteral("id"), c.id},
                           {QStringLiteral("name"), c.name},
                           {QStringLiteral("color"), c.color.name()}};
        if (!c.trainable) {
            object[QLatin1String("trainable")] = false;
        }
        if (!c.group.isEmpty()) {
            object[QLatin1String("group")] = c.group;
        }
        classes.append(object);
    }
    const QJsonObject palette{{QStringLiteral("id"), d_->id},
                              {QStringLiteral("title"), d_->title},
                              {QStringLiteral("source"), d_->source},
                              {QStringLiteral("void"), d_->voidId},
                              {QStringLiteral("classes"), classes}};
    return QJsonDocument(palette).toJson(QJsonDocument::Compact);
}

QString Palette::id() const {
    return d_->id;
}
QString Palette::title() const {
    return d_->title;
}
QString Palette::source() const {
    return d_->source;
}
int Palette::voidId() const {
    return d_->voidId;
}
QColor Palette::voidColor() const {
    return d_->voidColor;
}
const std::vector<PaletteClass>& Palette::classes() const {
    return d_->classes;
}
int Palette::size() const {
    return static_cast<int>(d_->classes.size());
}
bool Palette::isEmpty() const {
    return d_->classes.empty();
}

template <class Predicate>
static int indexWhere(const std::vector<PaletteClass>& classes, Predicate holds) {
    const auto found = std::find_if(classes.begin(), classes.end(), holds);
    return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

int Palette::indexOfId(int id) const {
    return indexWhere(d_->classes, [id](const PaletteClass& c) { return c.id == id; });
}

int Palette::indexOfName(const QString& name) const {
    return indexWhere(d_->classes, [&name](const PaletteClass& c) {
        return c.name.compare(name, Qt::CaseInsensitive) == 0;
    });
}

int Palette::indexOfColor(QRgb color) const {
    const QRgb opaque = color | 0xFF000000;
    return indexWhere(d_->classes,
                      [opaque](const PaletteClass& c) { return c.color.rgb() == opaque; });
}

QString Palette::nameOf(quint16 label) const {
    return label < d_->classes.size() ? d_->classes[label].name : Text::tr("void");
}

QColor Palette::colorOf(quint16 label) const {
    return label < d_->classes.size() ? d_->classes[label].color : d_->voidColor;
}

bool Palette::operator==(const Palette& other) const {
    return d_ == other.d_ || (d_->id == other.d_->id && d_->title == other.d_->title &&
                              d_->source == other.d_->source && d_->voidId == other.d_->voidId &&
                              d_->classes == other.d_->classes);
}

}  // namespace tessera
