using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Netra.Host;

/// <summary>
/// Compares the section <c>Netra</c> with the options that read it: finds settings that do not exist and values that can't be read. The binder itself
/// ignores the former and stops at the first of the latter.
/// </summary>
internal static class ConfigurationCheck
{
    /// <summary>Everything that is wrong with a section, one line each.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The options classes that read it, by the path of the section below it that they read; "" for itself.</param>
    public static IEnumerable<string> FindFaults(IConfigurationSection section, IReadOnlyDictionary<string, Type> options)
    {
        var subsections = options.Keys.Where(path => path.Length > 0).ToList();
        return Walk(section, "", options, subsections);
    }

    /// <summary>The section without the settings that have faults, so that what is wrong with the others can be found too.</summary>
    /// <param name="section">The section.</param>
    /// <param name="faults">What <see cref="FindFaults"/> found.</param>
    public static IConfigurationSection Readable(IConfigurationSection section, IEnumerable<string> faults)
    {
        var unreadable = faults.Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var readable = section.AsEnumerable().Where(setting => !unreadable.Contains(setting.Key));
        return new ConfigurationBuilder().AddInMemoryCollection(readable).Build().GetSection(section.Path);
    }

    private static IEnumerable<string> Walk(
        IConfigurationSection section, string path, IReadOnlyDictionary<string, Type> options, List<string> subsections)
    {
        foreach (var child in section.GetChildren())
        {
            var childPath = path.Length == 0 ? child.Key : $"{path}:{child.Key}";
            var isSection = subsections.Exists(known =>
                known.Equals(childPath, StringComparison.OrdinalIgnoreCase) || known.StartsWith(childPath + ":", StringComparison.OrdinalIgnoreCase));
            var type = options.FirstOrDefault(entry => entry.Key.Equals(path, StringComparison.OrdinalIgnoreCase)).Value;
            var faults = isSection ? WalkOrRefuse(child) : CheckSetting(child, type);
            foreach (var fault in faults) yield return fault;

            IEnumerable<string> WalkOrRefuse(IConfigurationSection subsection) => string.IsNullOrEmpty(subsection.Value)
                ? Walk(subsection, childPath, options, subsections)
                : [$"{subsection.Path}: must be a group of settings"];
        }
    }

    private static IEnumerable<string> CheckSetting(IConfigurationSection setting, Type? owner)
    {
        if (owner is not null && ItemOf(owner, typeof(IDictionary<,>)) is { } entryType) return CheckValue(setting, entryType);
        var property = owner?.GetProperty(setting.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        var isSetting = property is not null && (property.CanWrite || typeof(IEnumerable).IsAssignableFrom(property.PropertyType));
        return isSetting ? CheckValue(setting, property!.PropertyType) : [$"{setting.Path}: there is no such setting"];
    }

    private static IEnumerable<string> CheckValue(IConfigurationSection setting, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ItemOf(type, typeof(IList<>)) is { } itemType)
        {
            return string.IsNullOrEmpty(setting.Value)
                ? setting.GetChildren().SelectMany(item => CheckValue(item, itemType))
                : [$"{setting.Path}: must be a list"];
        }

        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
        {
            return string.IsNullOrEmpty(setting.Value)
                ? setting.GetChildren().SelectMany(child => CheckSetting(child, type))
                : [$"{setting.Path}: must be a group of settings"];
        }

        if (setting.Value is null || CanConvert(converter, setting.Value)) return [];
        var expected = type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type)) : "a " + NameOf(type);
        return [$"{setting.Path}: '{setting.Value}' is not {expected}"];
    }

    /// <summary>What a list or a dictionary holds; null for another type.</summary>
    private static Type? ItemOf(Type type, Type collection) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == collection ? type.GetGenericArguments()[^1] : null;

    private static bool CanConvert(TypeConverter converter, string value)
    {
        try
        {
            var converted = converter.ConvertFromString(null, CultureInfo.InvariantCulture, value);
            return converted is not Enum named || Enum.IsDefined(named.GetType(), named);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string NameOf(Type type) =>
        type == typeof(int) || type == typeof(long) ? "whole number in range"
        : type == typeof(double) ? "number"
        : type == typeof(TimeSpan) ? "time such as 00:00:30"
        : type == typeof(bool) ? "true or false"
        : type.Name;
}
